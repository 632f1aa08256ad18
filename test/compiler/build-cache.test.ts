/** Builds that reuse what an earlier one made: the same bytes as a build from nothing, whatever happened in between. */
import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openBuildCache } from "../../compiler/build-cache.ts";
import { compile } from "../../compiler/compile.ts";
import type { EmittedFile } from "../../compiler/emit/module.ts";
import type { Reuse } from "../../compiler/emit/reuse.ts";
import { writeOutput } from "../../compiler/host.ts";
import { openEmitter } from "../../compiler/emitter.ts";
import type { SourceFile } from "../../grammar/source.ts";
import { endAll, temporaryFolder } from "../setup/servers.mjs";
import { random, type Random } from "../support/random.ts";

const emitter = openEmitter();
const NAME = "shop";

interface Job {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What an edit works on. Lines above the jobs move them. */
interface Draft {
  readonly lanes: number;
  readonly linesAbove: number;
  readonly jobs: readonly Job[];
}

function sourcesOf({ lanes, linesAbove, jobs }: Draft): readonly SourceFile[] {
  const head = `source redis { url: env("REDIS_URL"), lanes: ${lanes} }\ntarget db: postgres { url: env("DB_URL") }\n`;
  const half = Math.ceil(jobs.length / 2);
  return [
    { path: "a.rdi", text: `${head}${"// A line.\n".repeat(linesAbove)}${jobs.slice(0, half).map(textOf).join("")}` },
    { path: "b.rdi", text: jobs.slice(half).map(textOf).join("") },
  ];
}

function textOf({ name, columns }: Job): string {
  const more = columns.map((column) => `, ${column}`).join("");
  return `job ${name} { from hash "${name}:{id:int}"\n  into db.${name} key (id) { id: bigint = @id${more} } }\n`;
}

const COLUMNS = ["a: text", "b: int = b ?? 0", "c: double = 0.5", "d: varchar(9) = lower(d)", "e: date", "f: boolean"];
const START: Draft = {
  lanes: 1,
  linesAbove: 0,
  jobs: ["ann", "bob", "cid", "dan", "eve"].map((name) => ({ name, columns: ["a: text"] })),
};

type Edit = (draft: Draft, dice: Random) => Draft;

const EDITS: Readonly<Record<string, Edit>> = {
  "another setting": (draft) => ({ ...draft, lanes: draft.lanes + 1 }),
  "a line above": (draft) => ({ ...draft, linesAbove: draft.linesAbove + 1 }),
  "other columns": (draft, dice) =>
    editJob(draft, dice, (job) => ({ ...job, columns: dice.shuffle(COLUMNS).slice(2) })),
  "another name": (draft, dice) => editJob(draft, dice, (job) => ({ ...job, name: `${job.name}${draft.lanes}x` })),
  "one job less": (draft, dice) => ({ ...draft, jobs: dice.shuffle(draft.jobs).slice(0, -1) }),
  "one job more": (draft, dice) => ({ ...draft, jobs: [...draft.jobs, { name: `n${dice.int(0, 1e6)}`, columns: [] }] }),
  "another order": (draft, dice) => ({ ...draft, jobs: dice.shuffle(draft.jobs) }),
  nothing: (draft) => draft,
};

function editJob(draft: Draft, dice: Random, edit: (job: Job) => Job): Draft {
  const chosen = dice.pick(draft.jobs);
  return { ...draft, jobs: draft.jobs.map((job) => (job === chosen ? edit(job) : job)) };
}

type Damage = (out: string, dice: Random) => void;

const DAMAGES: Readonly<Record<string, Damage>> = {
  none: () => undefined,
  "a module edited by hand": (out, dice) => appendFileSync(join(out, NAME, dice.pick(modulesIn(out))), "\nlet x;\n"),
  "another release": (out) => {
    const path = join(out, NAME, "worker.ts");
    writeFileSync(path, readFileSync(path, "utf8").replace(/release: "\w+"/, 'release: "0123456789ab"'));
  },
  "a module removed": (out, dice) => rmSync(join(out, NAME, dice.pick(modulesIn(out)))),
  "no cache": (out) => rmSync(cacheIn(out)),
  "no trees": (out) => rmSync(treesIn(out), { force: true }),
  "half of the trees": (out) => writeFileSync(treesIn(out), readFileSync(treesIn(out)).subarray(0, 2000)),
  "trees with a byte that was flipped": (out, dice) => {
    const bytes = readFileSync(treesIn(out));
    const place = dice.int(0, bytes.length - 1);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    writeFileSync(treesIn(out), bytes);
  },
  "half a cache": (out) => writeFileSync(cacheIn(out), readFileSync(cacheIn(out), "utf8").slice(0, 300)),
  "a cache that is something else": (out) => writeFileSync(cacheIn(out), '{"version":1,"files":{"ann.ts":null}}'),
};

function modulesIn(out: string): readonly string[] {
  return readdirSync(join(out, NAME));
}

function cacheIn(out: string): string {
  return join(out, ".rdi-cache", `${NAME}.json`);
}

function treesIn(out: string): string {
  return join(out, ".rdi-cache", `${NAME}.trees`);
}

interface Built {
  readonly files: readonly EmittedFile[];
  readonly made: readonly string[];
}

/** As `rdi build` does it, without a bundle. */
async function build(draft: Draft, out: string): Promise<Built> {
  const cache = openBuildCache({ out, name: NAME });
  const made: string[] = [];
  const reuse: Reuse = {
    files: (wanted, make) =>
      cache.files(wanted, () => {
        made.push(...wanted.paths);
        return make();
      }),
  };
  const { files } = await compile(sourcesOf(draft), {
    project: NAME,
    bundle: false,
    reuse,
    parse: cache.parse,
    emitter,
  });
  writeOutput(join(out, NAME), files);
  cache.save([]);
  return { files: files.map(({ path, text }) => ({ path, text })), made };
}

async function buildFromNothing(draft: Draft): Promise<readonly EmittedFile[]> {
  const { files } = await compile(sourcesOf(draft), { project: NAME, bundle: false, emitter });
  return files;
}

function textIn({ files }: Built, path: string): string | undefined {
  return files.find((file) => file.path === path)?.text;
}

function written(out: string): Readonly<Record<string, string>> {
  return Object.fromEntries(modulesIn(out).map((name) => [name, readFileSync(join(out, NAME, name), "utf8")]));
}

test("after any edits and any damage, a build leaves what a build from nothing makes", async () => {
  const dice = random();
  const out = temporaryFolder("rdi-cache-");
  let draft = START;
  await build(draft, out);
  for (let round = 0; round < 16; round++) {
    const edit = dice.pick(Object.keys(EDITS));
    const damage = dice.pick(Object.keys(DAMAGES));
    if (draft.jobs.length > 2 || edit !== "one job less") draft = EDITS[edit]?.(draft, dice) ?? draft;
    DAMAGES[damage]?.(out, dice);
    await build(draft, out);
    const expected = Object.fromEntries((await buildFromNothing(draft)).map(({ path, text }) => [path, text]));
    assert.equal(written(out), expected, `${edit}, ${damage}`);
  }
});

test("one job changed: its module is made, and worker.ts gets another release", async () => {
  const out = temporaryFolder("rdi-cache-");
  const first = await build(START, out);
  assert.equal(first.made, ["ann.ts", "bob.ts", "cid.ts", "dan.ts", "eve.ts", "worker.ts"]);
  const jobs = START.jobs.map((job) => (job.name === "dan" ? { ...job, columns: ["b: int = b ?? 7"] } : job));
  const changed = await build({ ...START, jobs }, out);
  assert.equal(changed.made, ["dan.ts"]);
  assert.is.not(textIn(changed, "worker.ts"), textIn(first, "worker.ts"));
  assert.equal(changed.files, await buildFromNothing({ ...START, jobs }));
  assert.equal((await build({ ...START, jobs }, out)).made, []);
  assert.equal((await build({ ...START, jobs, lanes: 2 }, out)).made, ["worker.ts"]);
});

test("another key for a job makes worker.ts again", async () => {
  const out = temporaryFolder("rdi-cache-");
  const [a, b] = sourcesOf(START);
  const build = async (text: string): Promise<readonly EmittedFile[]> => {
    const cache = openBuildCache({ out, name: NAME });
    const sources = [...(a === undefined ? [] : [a]), { path: "b.rdi", text }];
    const { files } = await compile(sources, { project: NAME, bundle: false, reuse: cache, emitter });
    writeOutput(join(out, NAME), files);
    cache.save([]);
    return files;
  };
  const text = b?.text ?? "";
  const keys = async (key: string): Promise<boolean> =>
    (await build(text.replace("eve:{id:int}", key))).some(
      ({ text }) => text.includes("keyState") && text.includes("/eva:/"),
    );
  assert.not(await keys("eve:{id:int}"));
  assert.ok(await keys("eva:{id:int}"));
});

test("a constant that JSON can't hold apart from another is not reused for it", async () => {
  const out = temporaryFolder("rdi-cache-");
  const cache = openBuildCache({ out, name: NAME });
  const made: unknown[] = [];
  const values = [0, -0, null, Number.POSITIVE_INFINITY, Number.NaN, "NaN"];
  for (const value of values) {
    await cache.files({ paths: ["a.ts"], parts: { value } }, async () => [{ path: "a.ts", text: String(value) }]);
    writeOutput(join(out, NAME), [{ path: "a.ts", text: String(value) }]);
    cache.save([]);
    for (const other of values) {
      const later = openBuildCache({ out, name: NAME });
      await later.files({ paths: ["a.ts"], parts: { value: other } }, async () => {
        made.push(other);
        return [];
      });
    }
    assert.equal(made.splice(0).length, values.length - 1, String(value));
  }
});

test("what another version made is made again", async () => {
  const out = temporaryFolder("rdi-cache-");
  await build(START, out);
  const content = JSON.parse(readFileSync(cacheIn(out), "utf8"));
  writeFileSync(cacheIn(out), JSON.stringify({ ...content, version: "another" }));
  assert.is((await build(START, out)).made.length, START.jobs.length + 1);
});

test("the cache ignores itself in git and leaves no other file behind", async () => {
  const out = temporaryFolder("rdi-cache-");
  await build(START, out);
  assert.equal(readdirSync(join(out, ".rdi-cache")).sort(), [".gitignore", `${NAME}.json`, `${NAME}.trees`]);
  assert.is(readFileSync(join(out, ".rdi-cache", ".gitignore"), "utf8"), "*\n");
  assert.not(existsSync(join(out, NAME, ".rdi-cache")));
});

test.after(endAll);
test.run();
