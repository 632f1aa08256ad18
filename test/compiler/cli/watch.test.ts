/** `--watch` as a process: it works again when something changed, says nothing when nothing did, and ends on Ctrl-C. */
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { packageRoot } from "../../../compiler/package-root.ts";
import { endAll, temporaryFolder } from "../../setup/servers.mjs";
import { eventually } from "../../support/eventually.ts";
import { startNode, type RunningProcess } from "../../support/processes.ts";

const ROOT = packageRoot();
const HEAD = 'source redis { url: env("REDIS_URL") }\ntarget db: postgres { url: env("DB_URL") }\n';
const job = (name: string, type = "text"): string =>
  `job ${name} { from hash "${name}:{id:int}" into db.${name} key (id) { id: bigint = @id, name: ${type} } }\n`;

interface Watcher {
  readonly run: RunningProcess;
  /** What was said since the last call, once it matches. */
  readonly says: (pattern: RegExp) => Promise<string>;
  /** What was said since the last call, now. */
  readonly said: () => string;
}

async function watching(...args: readonly string[]): Promise<Watcher> {
  const run = startNode(join(ROOT, "compiler/rdi.mjs"), [...args, "--watch"], { cwd: ROOT });
  const heard = { out: 0, err: 0 };
  const pending = (): string => run.stderr().slice(heard.err) + run.stdout().slice(heard.out);
  const said = (): string => {
    const text = pending();
    Object.assign(heard, { out: run.stdout().length, err: run.stderr().length });
    return text;
  };
  const says = async (pattern: RegExp): Promise<string> => {
    await eventually(`it says ${String(pattern)}`, () => pattern.test(pending()), { within: 60_000 }).catch((error) => {
      throw new Error(`${String(error)}\nIt said:\n${pending()}`);
    });
    return said();
  };
  const watcher = { run, says, said };
  // Both streams: the line that tells it waits comes last.
  await eventually("it waits", () => /Ctrl-C ends/.test(run.stderr()), { within: 120_000 });
  return watcher;
}

function project(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder("rdi-watch-"), "demo");
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function ends({ run }: Watcher, signal: NodeJS.Signals = "SIGINT"): Promise<void> {
  run.signal(signal);
  assert.equal(await run.exit(), { code: 0, signal: null }, run.stderr());
}

test("check says what changed and what is wrong now, and calms down when it is repaired", async () => {
  const folder = project({ "a.rdi": HEAD + job("a") });
  const watcher = await watching("check", folder);
  assert.match(watcher.said(), /1 job, 1 table, no errors/);
  writeFileSync(join(folder, "a.rdi"), HEAD + job("a", "txt"));
  const broken = await watcher.says(/1 error/);
  assert.match(broken, /Changed: .*a\.rdi\n/);
  assert.match(broken, "RDI2003");
  assert.not.match(broken, "\u001b");
  writeFileSync(join(folder, "a.rdi"), `${HEAD}job {`);
  await watcher.says(/RDI1/);
  writeFileSync(join(folder, "a.rdi"), HEAD + job("a"));
  await watcher.says(/1 job, 1 table, no errors/);
  await ends(watcher);
});

test("a touched file and files of others are no reason to speak", async () => {
  const folder = project({ "a.rdi": HEAD + job("a") });
  const watcher = await watching("check", folder);
  watcher.said();
  utimesSync(join(folder, "a.rdi"), new Date(), new Date());
  writeFileSync(join(folder, "a.rdi"), HEAD + job("a"));
  writeFileSync(join(folder, "notes.txt"), "x");
  await wait(600);
  assert.is(watcher.said(), "");
  await ends(watcher, "SIGTERM");
});

test("new, renamed and removed files count, and so does a file that an editor replaces", async () => {
  const folder = project({ "a.rdi": HEAD + job("a") });
  const watcher = await watching("check", folder);
  watcher.said();
  writeFileSync(join(folder, "b.rdi"), job("b"));
  await watcher.says(/2 jobs, 2 tables/);
  renameSync(join(folder, "b.rdi"), join(folder, "c.rdi"));
  assert.match(await watcher.says(/2 jobs, 2 tables/), /b\.rdi.*c\.rdi|c\.rdi.*b\.rdi/);
  rmSync(join(folder, "c.rdi"));
  await watcher.says(/1 job, 1 table/);
  writeFileSync(join(folder, "a.rdi~"), HEAD + job("a") + job("z"));
  renameSync(join(folder, "a.rdi~"), join(folder, "a.rdi"));
  await watcher.says(/2 jobs, 2 tables/);
  await ends(watcher);
});

test("a project that goes and comes back is waited for", async () => {
  const folder = project({ "a.rdi": HEAD + job("a") });
  const watcher = await watching("check", folder);
  watcher.said();
  rmSync(join(folder, "a.rdi"));
  await watcher.says(/There is no \.rdi file/);
  renameSync(folder, `${folder}-away`);
  await watcher.says(/There is no file or folder/);
  renameSync(`${folder}-away`, folder);
  await watcher.says(/There is no \.rdi file/);
  writeFileSync(join(folder, "a.rdi"), HEAD + job("a") + job("b"));
  await watcher.says(/2 jobs, 2 tables/);
  await ends(watcher);
});

test("imported files are watched, those that are missing too", async () => {
  const shared = temporaryFolder("rdi-shared-");
  const folder = project({ "a.rdi": `import "${"../".repeat(20)}${shared.slice(1)}/lib.rdi"\n${HEAD}${job("a")}` });
  const watcher = await watching("check", folder);
  assert.match(watcher.said(), "RDI2034");
  writeFileSync(join(shared, "lib.rdi"), "fn twice(x: text) = x ++ x\n");
  await watcher.says(/no errors/);
  writeFileSync(join(shared, "lib.rdi"), "fn twice(x: text) = x ++ y\n");
  await watcher.says(/RDI2018/);
  await ends(watcher);
});

test("build writes what changed, keeps the last good output, and leaves what a build into an empty folder writes", async () => {
  const [out, empty] = [temporaryFolder("rdi-out-"), temporaryFolder("rdi-out-")];
  const folder = project({ "a.rdi": HEAD + job("a") + job("b") });
  const watcher = await watching("build", folder, "-o", out);
  assert.match(watcher.said(), /5 files, 5 changed/);
  writeFileSync(join(folder, "a.rdi"), HEAD + job("a") + job("b", "txt"));
  await watcher.says(/RDI2003/);
  writeFileSync(join(folder, "a.rdi"), HEAD + job("a") + job("b", "varchar(9)"));
  // The module of the job, the worker, and its bundle; the map's lines may stay the same.
  assert.match(await watcher.says(/files, \d changed/), /5 files, [34] changed/);
  writeFileSync(join(folder, "a.rdi"), HEAD + job("a") + job("b", "varchar(8)"));
  await watcher.says(/5 files, [34] changed/);
  await ends(watcher);
  const fresh = startNode(join(ROOT, "compiler/rdi.mjs"), ["build", folder, "-o", empty], { cwd: ROOT });
  assert.is((await fresh.exit(120_000)).code, 0);
  for (const name of ["a.ts", "b.ts", "worker.ts", "worker.mjs", "worker.mjs.map"]) {
    const texts = [out, empty].map((parent) => readFileSync(join(parent, "demo", name), "utf8"));
    assert.ok(texts[0] === texts[1], `${name} differs`);
  }
});

test("what is printed again and again has one form, and nothing is corrected meanwhile", async () => {
  for (const option of [["--json"], ["--format", "sarif"], ["--fix"]]) {
    const run = startNode(join(ROOT, "compiler/rdi.mjs"), ["check", "samples/shop", "--watch", ...option], {
      cwd: ROOT,
    });
    assert.is((await run.exit()).code, 2);
    assert.match(run.stderr(), "--watch and");
  }
});

test("what can't be read when it begins is an error, as without --watch", async () => {
  const run = startNode(join(ROOT, "compiler/rdi.mjs"), ["check", "nowhere", "--watch"], { cwd: ROOT });
  assert.is((await run.exit()).code, 2);
});

test.after(() => endAll());
test.run();
