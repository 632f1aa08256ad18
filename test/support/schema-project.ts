/** A project in a folder of its own, and the commands that look at its tables. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../compiler/cli.ts";
import { LOCK_FILE } from "../../compiler/schema/lock.ts";
import { temporaryFolder } from "../setup/servers.mjs";

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface SchemaProject {
  readonly folder: string;
  /** The lock file's text; undefined without one. */
  lock(): string | undefined;
  writeLock(text: string): void;
  write(text: string): void;
  /** `rdi COMMAND FOLDER …` */
  rdi(command: string, ...options: readonly string[]): Promise<Said>;
}

/** A copy of a sample, without its lock file. */
export function sampleProject(name: string): SchemaProject {
  const folder = emptyFolder(name);
  const from = new URL(`../../samples/${name}/`, import.meta.url);
  cpSync(from, folder, { recursive: true, filter: (path) => !path.endsWith(LOCK_FILE) });
  return projectIn(folder);
}

/** One file, whose settings stand before the jobs. */
export function jobProject(jobs: string, schema?: string): SchemaProject {
  const project = projectIn(emptyFolder("demo"));
  project.write(withHead(jobs, schema));
  return project;
}

export function withHead(jobs: string, schema?: string): string {
  const target = schema === undefined ? "" : `, schema: "${schema}"`;
  return `source redis { url: env("REDIS_URL") }\ntarget db: postgres { url: env("DB_URL")${target} }\n${jobs}\n`;
}

function emptyFolder(name: string): string {
  const folder = join(temporaryFolder("rdi-schema-"), name);
  mkdirSync(folder);
  return folder;
}

function projectIn(folder: string): SchemaProject {
  const path = join(folder, LOCK_FILE);
  return {
    folder,
    lock: () => (existsSync(path) ? readFileSync(path, "utf8") : undefined),
    writeLock: (text) => writeFileSync(path, text),
    write: (text) => writeFileSync(join(folder, "demo.rdi"), text),
    rdi: (command, ...options) => run([command, folder, ...options]),
  };
}

async function run(args: readonly string[]): Promise<Said> {
  let [out, err] = ["", ""];
  const code = await main(args, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    color: false,
  });
  return { code, out, err };
}
