/** `rdi build` after an edit, bundle and all: the folder is what a build from nothing writes, whatever was guessed ahead. */
import { appendFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildProjects } from "../../compiler/commands/build.ts";
import type { Output } from "../../compiler/commands/output.ts";
import { readProjects } from "../../compiler/commands/projects.ts";
import { EXIT, type ExitCode } from "../../compiler/exit.ts";
import { openThreadedEmitter } from "../../compiler/threaded-emitter.ts";
import { endAll, temporaryFolder } from "../setup/servers.mjs";

interface Folders {
  readonly sources: string;
  readonly out: string;
}

const FILES: Readonly<Record<string, string>> = {
  "connections.rdi": `source redis { url: env("REDIS_URL") }\ntarget db: postgres { url: env("DB_URL") }\n`,
  "functions.rdi": `fn tidy(t: text) = lower(t)\n`,
  "people.rdi": `import "functions.rdi"\n${jobText("ann")}${jobText("bob", "a: text = tidy(a)")}`,
  "things.rdi": jobText("car") + jobText("bus", 'a: text = a ?? "release: \\"0123456789ab\\""'),
};

function jobText(name: string, column = "a: text"): string {
  return `job ${name} { from hash "${name}:{id:int}"\n  into db.${name} key (id) { id: bigint = @id, ${column} } }\n`;
}

type Edit = (folders: Folders) => void;

/** One after the other, each on what the one before it left. */
const EDITS: readonly (readonly [string, Edit])[] = [
  ["one job changed", replacing("people.rdi", jobText("ann"), jobText("ann", "a: varchar(7)"))],
  ["another job of the other file", replacing("things.rdi", jobText("car"), jobText("car", "b: int = b ?? 3"))],
  ["a comment above, which moves jobs", replacing("people.rdi", "import", "// A line.\nimport")],
  ["a job renamed", replacing("things.rdi", jobText("car", "b: int = b ?? 3"), jobText("van"))],
  ["a job removed", replacing("things.rdi", jobText("van"), "")],
  ["another key", replacing("things.rdi", "bus:{id:int}", "buses:{id:int}")],
  ["a function of an imported file", replacing("functions.rdi", "lower(t)", "upper(t)")],
  ["another setting", replacing("connections.rdi", '"DB_URL")', '"DB_URL"), schema: "s"')],
  ["a new file", ({ sources }) => writeFileSync(join(sources, "new.rdi"), jobText("new"))],
  ["a file less", ({ sources }) => rmSync(join(sources, "new.rdi"))],
  [
    "a module edited by hand, and a job of another file",
    (folders) => {
      appendFileSync(join(folders.out, "p", "ann.ts"), "\nlet x;\n");
      replacing("things.rdi", "a: text", "a: varchar(90)")(folders);
    },
  ],
  [
    "worker.ts edited by hand, and a job",
    (folders) => {
      appendFileSync(join(folders.out, "p", "worker.ts"), "\nlet x;\n");
      replacing("things.rdi", "varchar(90)", "varchar(91)")(folders);
    },
  ],
  [
    "a module gone, and a job of another file",
    (folders) => {
      rmSync(join(folders.out, "p", "bob.ts"));
      replacing("things.rdi", "varchar(91)", "varchar(92)")(folders);
    },
  ],
  [
    "the whole output gone but for the cache, and a job",
    (folders) => {
      rmSync(join(folders.out, "p"), { recursive: true });
      replacing("things.rdi", "varchar(92)", "varchar(93)")(folders);
    },
  ],
];

function replacing(name: string, from: string, to: string): Edit {
  return ({ sources }) => {
    const path = join(sources, name);
    const text = readFileSync(path, "utf8");
    assert.ok(text.includes(from), `${name} holds ${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  };
}

/** One for all builds: starting it takes longer than a build. */
const emitter = openThreadedEmitter();

function run({ sources, out }: Folders, said: string[] = []): Promise<ExitCode> {
  const output: Output = { out: () => undefined, err: (text) => void said.push(text), color: false };
  return buildProjects(readProjects([sources]), { out, bundle: true, json: false, emitter }, output);
}

async function build(folders: Folders): Promise<Readonly<Record<string, string>>> {
  const said: string[] = [];
  assert.is(await run(folders, said), EXIT.ok, said.join(""));
  const folder = join(folders.out, "p");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function newProject(): Folders {
  const folders = { sources: join(temporaryFolder("rdi-again-"), "p"), out: temporaryFolder("rdi-again-") };
  mkdirSync(folders.sources);
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folders.sources, name), text);
  return folders;
}

test("after each edit a build writes what a build from nothing does", async () => {
  const folders = newProject();
  await build(folders);
  for (const [name, edit] of EDITS) {
    edit(folders);
    const again = await build(folders);
    assert.equal(again, await build({ ...folders, out: temporaryFolder("rdi-again-") }), name);
  }
});

test("a build with errors ends, and the next one without them is whole", async () => {
  const folders = newProject();
  const first = await build(folders);
  replacing("things.rdi", "a: text", "a: nonsense")(folders);
  assert.is(await run(folders), EXIT.diagnostics);
  replacing("things.rdi", "a: nonsense", "a: text")(folders);
  assert.equal(await build(folders), first);
});

test.after(async () => {
  await emitter.close();
  await endAll();
});
test.run();
