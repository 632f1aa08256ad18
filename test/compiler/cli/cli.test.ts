/** The command line as a user has it: what it prints, what it writes, and how it ends. */
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { COMMANDS } from "../../../compiler/commands/definitions.ts";
import { packageRoot } from "../../../compiler/package-root.ts";
import { endAll, temporaryFolder } from "../../setup/servers.mjs";
import { startNode } from "../../support/processes.ts";

const ROOT = packageRoot();
const SHOP = join(ROOT, "samples/shop");

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function rdi(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<Result> {
  const run = startNode(join(ROOT, "compiler/rdi.mjs"), args, { cwd: options.cwd ?? ROOT, env: options.env ?? {} });
  const { code } = await run.exit(60_000);
  return { code, out: run.stdout(), err: run.stderr() };
}

function project(files: Readonly<Record<string, string | Buffer>>, name = "demo"): string {
  const folder = join(temporaryFolder("rdi-cli-"), name);
  mkdirSync(folder);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return folder;
}

const HEAD = 'source redis { url: env("REDIS_URL") }\ntarget db: postgres { url: env("DB_URL") }\n';
const job = (name: string): string =>
  `job ${name} { from hash "${name}:{id:int}" into db.${name} key (id) { id: bigint = @id, name: text } }\n`;
const BROKEN = `${HEAD}job a { from hash "a:{id:int}" into db.a key (id) { id: bigint = @idd, name: txt } }\n`;

test("help has an example for every command", async () => {
  const { code, out } = await rdi(["--help"]);
  assert.is(code, 0);
  for (const { name } of COMMANDS) {
    assert.match(out, ` ${name.split(" ")[0]} `);
    const help = await rdi([...name.split(" "), "--help"]);
    assert.is(help.code, 0);
    assert.match(help.out, new RegExp(`\nExamples?:\n  .*rdi ${name}`));
    assert.match(help.out, /\nExit codes:\n {2}0 /);
  }
});

test("a wrong command line ends with 2 and says what to type", async () => {
  const wrong = [
    ["chekc"],
    ["check", "--jsn"],
    ["check", "nowhere"],
    ["run"],
    ["run", SHOP, "--role", "both"],
    ["explain"],
    ["resume", SHOP, "customers"],
    ["explain", "RDI9999"],
    ["check", SHOP, "--format", "xml"],
    ["check", SHOP, "--json", "--format", "sarif"],
    ["build", SHOP, "--watch", "--plan"],
    ["completion", "tcsh"],
  ];
  for (const args of wrong) {
    const { code, err } = await rdi(args);
    assert.is(code, 2, args.join(" "));
    assert.match(err, /\n {2}\S/, args.join(" "));
    assert.not.match(err, /^ +at /m);
  }
  assert.match((await rdi(["chekc"])).err, "(Did you mean check?)");
  assert.match((await rdi(["check", "--jsn"])).err, "(Did you mean --json?)");
});

test("without a command the help appears, and it is an error", async () => {
  const { code, err } = await rdi([]);
  assert.is(code, 2);
  assert.match(err, "Usage: rdi");
});

test("check says nothing bad about the sample", async () => {
  assert.equal(await rdi(["check", SHOP]), { code: 0, out: "shop: 2 jobs, 2 tables, no errors.\n", err: "" });
});

test("everything in samples is a project, so that a shell's samples/* can be checked and built in one command", async () => {
  const all = readdirSync(join(ROOT, "samples")).map((name) => `samples/${name}`);
  const checked = await rdi(["check", ...all]);
  assert.equal({ code: checked.code, err: checked.err }, { code: 0, err: "" });
  const out = join(temporaryFolder("rdi-cli-"), "out");
  const built = await rdi(["build", ...all, "-o", out]);
  assert.equal({ code: built.code, err: built.err }, { code: 0, err: "" });
  assert.equal(
    readdirSync(out).filter((name) => !name.startsWith(".")),
    all.map((path) => path.slice("samples/".length)),
  );
});

test("check points at every mistake, with the path that the user typed", async () => {
  const folder = project({ "a.rdi": BROKEN });
  const { code, out, err } = await rdi(["check", "demo"], { cwd: join(folder, "..") });
  assert.is(code, 1);
  assert.is(out, "");
  assert.match(err, "demo/a.rdi:3:");
  assert.ok([...err.matchAll(/^error\[RDI\d+\]/gm)].length >= 2, err);
});

test("colour is for terminals, and for whoever forces it", async () => {
  const folder = project({ "a.rdi": BROKEN });
  assert.not.match((await rdi(["check", folder])).err, "\u001b");
  assert.match((await rdi(["check", folder], { env: { FORCE_COLOR: "1", TERM: "xterm" } })).err, "\u001b[1;31m");
  assert.not.match((await rdi(["check", folder], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).err, "\u001b");
});

test("check --json has every diagnostic with its places", async () => {
  const folder = project({ "a.rdi": BROKEN });
  const { code, out, err } = await rdi(["check", folder, "--json"]);
  assert.is(code, 1);
  assert.is(err, "");
  const { diagnostics, files } = JSON.parse(out);
  assert.equal(files, []);
  assert.ok(diagnostics.length >= 2);
  for (const one of diagnostics) {
    assert.equal(Object.keys(one).sort(), [
      "code",
      "details",
      "end",
      "file",
      "fix",
      "hint",
      "label",
      "related",
      "severity",
      "start",
      "title",
    ]);
    assert.is(one.file, join(folder, "a.rdi"));
    assert.is(one.start.line, 3);
  }
});

test("--version prints the version of the package", async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  assert.equal(await rdi(["--version"]), { code: 0, out: `${version}\n`, err: "" });
});

test("check --format prints to stdout what other programs read, with the paths that the user typed", async () => {
  const folder = project({ "a.rdi": BROKEN });
  const options = { cwd: join(folder, "..") };
  const github = await rdi(["check", "demo", "--format", "github"], options);
  assert.equal({ code: github.code, err: github.err }, { code: 1, err: "" });
  assert.match(github.out, /^::error file=demo\/a\.rdi,line=3,col=\d+,endColumn=\d+,title=RDI2001 Unknown capture::/m);
  const sarif = await rdi(["check", "demo", "--format", "sarif"], options);
  assert.equal({ code: sarif.code, err: sarif.err }, { code: 1, err: "" });
  const [{ results }] = JSON.parse(sarif.out).runs;
  assert.is(results[0].locations[0].physicalLocation.artifactLocation.uri, "demo/a.rdi");
  assert.is(
    (await rdi(["check", "demo", "--format", "json"], options)).out,
    (await rdi(["check", "demo", "--json"], options)).out,
  );
  assert.equal(await rdi(["check", SHOP, "--format", "github"]), { code: 0, out: "", err: "" });
});

test("check --fix corrects the files, says how, and reports what is left", async () => {
  const folder = project({ "a.rdi": BROKEN, "b.rdi": job("b") });
  const { code, out, err } = await rdi(["check", "demo", "--fix"], { cwd: join(folder, "..") });
  assert.equal({ code, err }, { code: 0, err: "" });
  assert.match(out, /^demo\/a\.rdi:3:\d+: fixed RDI2001 Unknown capture\.$/m);
  assert.match(out, /^demo\/a\.rdi:3:\d+: fixed RDI2003 Unknown type\.$/m);
  assert.match(out, "demo: 2 jobs, 2 tables, no errors.");
  assert.is(readFileSync(join(folder, "a.rdi"), "utf8"), HEAD + job("a"));
  assert.equal(readdirSync(folder).sort(), ["a.rdi", "b.rdi"]);
  writeFileSync(join(folder, "a.rdi"), BROKEN.replace("txt", "xyzzy"));
  const rest = await rdi(["check", folder, "--fix", "--json"]);
  assert.is(rest.code, 1);
  const { diagnostics, files } = JSON.parse(rest.out);
  assert.equal(files, [join(folder, "a.rdi")]);
  assert.equal(
    diagnostics.map((one: { code: string }) => one.code),
    ["RDI2003"],
  );
});

test("check --fix keeps a file's mode, its byte order mark, its line ends and the link that leads to it", async () => {
  const folder = project({});
  const real = join(temporaryFolder("rdi-real-"), "real.rdi");
  writeFileSync(real, `\uFEFF${BROKEN.replaceAll("\n", "\r\n")}`, { mode: 0o640 });
  symlinkSync(real, join(folder, "a.rdi"));
  assert.is((await rdi(["check", join(folder, "a.rdi"), "--fix"])).code, 0);
  assert.is(readFileSync(real, "utf8"), `\uFEFF${(HEAD + job("a")).replaceAll("\n", "\r\n")}`);
  assert.is(statSync(real).mode & 0o777, 0o640);
  assert.ok(lstatSync(join(folder, "a.rdi")).isSymbolicLink());
});

test("check --fix leaves a good project as it is", async () => {
  const folder = project({ "a.rdi": HEAD + job("a") });
  const before = statSync(join(folder, "a.rdi")).mtimeMs;
  assert.equal(await rdi(["check", folder, "--fix"]), { code: 0, out: "demo: 1 job, 1 table, no errors.\n", err: "" });
  assert.is(statSync(join(folder, "a.rdi")).mtimeMs, before);
});

test("a file that is not UTF-8 is a diagnostic at its first wrong byte", async () => {
  const folder = project({
    "a.rdi": Buffer.concat([Buffer.from(`${HEAD}// Z`), Buffer.from([0xfc]), Buffer.from("rich\n")]),
  });
  const { code, err } = await rdi(["check", folder]);
  assert.is(code, 1);
  assert.match(err, "RDI1901");
  assert.match(err, "a.rdi:3:5");
});

test("the files of a folder are one project, those of its folders are not", async () => {
  const folder = project({ "a.rdi": HEAD + job("a"), "b.rdi": job("b") });
  mkdirSync(join(folder, "inner"));
  writeFileSync(join(folder, "inner/c.rdi"), "nonsense");
  assert.is((await rdi(["check", folder])).out, "demo: 2 jobs, 2 tables, no errors.\n");
  const { code, err } = await rdi(["check", join(folder, "..")]);
  assert.is(code, 2);
  assert.match(err, "demo");
});

test("build writes modules that depend on the text alone, and says which changed", async () => {
  const [first, second] = [temporaryFolder("rdi-out-"), temporaryFolder("rdi-out-")];
  const copy = join(temporaryFolder("rdi-copy-"), "shop");
  cpSync(SHOP, copy, { recursive: true });
  assert.is((await rdi(["build", SHOP, "-o", first, "--no-bundle"])).code, 0);
  assert.is((await rdi(["build", ".", "-o", second, "--no-bundle"], { cwd: copy })).code, 0);
  const names = readdirSync(join(first, "shop")).sort();
  assert.equal(names, ["cards.ts", "customers.ts", "worker.ts"]);
  for (const name of names)
    assert.is(readFileSync(join(second, "shop", name), "utf8"), readFileSync(join(first, "shop", name), "utf8"));
  const before = statSync(join(first, "shop/cards.ts")).mtimeMs;
  assert.match((await rdi(["build", SHOP, "-o", first, "--no-bundle"])).out, "3 files, 0 changed");
  assert.is(statSync(join(first, "shop/cards.ts")).mtimeMs, before);
});

test("build removes what an earlier one wrote, and nothing else", async () => {
  const out = temporaryFolder("rdi-out-");
  const folder = project({ "a.rdi": HEAD + job("a"), "b.rdi": job("b") });
  assert.is((await rdi(["build", folder, "-o", out])).code, 0);
  const own = join(out, "demo");
  assert.equal(readdirSync(own).sort(), ["a.ts", "b.ts", "worker.mjs", "worker.mjs.map", "worker.ts"]);
  writeFileSync(join(own, "notes.ts"), "// mine\n");
  writeFileSync(join(own, "Dockerfile"), "FROM node:20\n");
  writeFileSync(join(folder, "b.rdi"), job("c"));
  const { out: said } = await rdi(["build", folder, "-o", out, "--no-bundle"]);
  assert.match(said, "3 removed");
  assert.equal(readdirSync(own).sort(), ["Dockerfile", "a.ts", "c.ts", "notes.ts", "worker.ts"]);
});

test("a build with errors writes nothing and leaves what is there", async () => {
  const out = temporaryFolder("rdi-out-");
  const folder = project({ "a.rdi": HEAD + job("a") });
  await rdi(["build", folder, "-o", out, "--no-bundle"]);
  writeFileSync(join(folder, "a.rdi"), BROKEN);
  assert.is((await rdi(["build", folder, "-o", out, "--no-bundle"])).code, 1);
  assert.equal(readdirSync(join(out, "demo")).sort(), ["a.ts", "worker.ts"]);
});

test("build --json lists the files", async () => {
  const out = temporaryFolder("rdi-out-");
  const { code, out: said } = await rdi([
    "build",
    project({ "a.rdi": HEAD + job("a") }),
    "-o",
    out,
    "--no-bundle",
    "--json",
  ]);
  assert.is(code, 0);
  assert.equal(JSON.parse(said), { diagnostics: [], files: [join(out, "demo/a.ts"), join(out, "demo/worker.ts")] });
});

test("run passes the worker's exit code on and leaves nothing behind", async () => {
  const folder = temporaryFolder("rdi-tmp-");
  const { code, err } = await rdi(["run", SHOP, "--port", "0"], { env: { TMPDIR: folder, WAREHOUSE_URL: "" } });
  assert.is(code, 5);
  assert.match(err, "RDI5001");
  assert.equal(readdirSync(folder), []);
});

test("explain knows the codes of the parser, the checker, the host and the worker", async () => {
  for (const code of ["RDI1002", "rdi2040", "1901", "RDI5012"]) {
    const { code: exit, out } = await rdi(["explain", code]);
    assert.is(exit, 0, code);
    assert.match(out, new RegExp(`^RDI${code.replace(/\D/g, "")}: `));
  }
  assert.match((await rdi(["explain", "RDI1002"])).out, "Wrong:\n\n  where region == 'eu'");
});

test("resume that is typed in full says why the source can't be reached", async () => {
  const { code, err } = await rdi(["resume", SHOP, "customers", "--accept-deletes"], {
    env: { REDIS_URL: "redis://127.0.0.1:1" },
  });
  assert.is(code, 3);
  assert.match(err, "RDI5002");
});

test("several first starts at once are all good", async () => {
  const clone = temporaryFolder("rdi-clone-");
  for (const part of ["compiler", "grammar", "runtime", "package.json"])
    cpSync(join(ROOT, part), join(clone, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
  const runs = Array.from({ length: 4 }, () => startNode(join(clone, "compiler/rdi.mjs"), ["explain", "RDI1002"]));
  for (const run of runs) assert.is((await run.exit()).code, 0, run.stderr());
  assert.equal(
    readdirSync(join(clone, "dist")).filter((name) => name.startsWith("new-")),
    [],
  );
  assert.ok(existsSync(join(clone, "dist/cli.js")));
});

test.after(() => endAll());
test.run();
