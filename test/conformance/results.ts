/** What runs on real servers found out, a file a target and version: kept, so that docs/targets.md can be written without a server. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TypeFact } from "./facts.ts";

export interface RecordedRun {
  readonly system: string;
  /** Of a target that is not the usual one of its kind. */
  readonly name?: string;
  readonly title: string;
  readonly version: string;
  /** Of the day, in UTC. */
  readonly date: string;
  readonly node: string;
  readonly passed: number;
  readonly failed: number;
  readonly notSupported: readonly NotSupported[];
  readonly types: readonly TypeFact[];
}

export interface NotSupported {
  readonly behaviour: string;
  readonly why: string;
}

const FOLDER = fileURLToPath(new URL("results/", import.meta.url));

export function recordedRuns(): readonly RecordedRun[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => JSON.parse(readFileSync(FOLDER + file, "utf8")) as RecordedRun);
}

/** Returns the file's name. */
export function record(run: RecordedRun): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = `${run.name ?? run.system}-${run.version.replaceAll(/[^\w.]+/g, "-")}.json`;
  writeFileSync(FOLDER + file, `${JSON.stringify(run, undefined, 2)}\n`);
  return file;
}
