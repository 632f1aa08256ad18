/** `rdi fmt` and `rdi/prettier` as a user has them: what they print, what they write, and how they end. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { packageRoot } from "../../../compiler/package-root.ts";
import { endAll, temporaryFolder } from "../../setup/servers.mjs";
import { startNode } from "../../support/processes.ts";
import { importsOf, projectFiles } from "../../support/source-files.ts";

const ROOT = packageRoot();

const UNTIDY = 'target db:postgres { url:env( "DB_URL" ) }\n';
const TIDY = 'target db: postgres { url: env("DB_URL") }\n';
const BROKEN = "target db postgres {}\n";

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function node(
  program: string,
  args: readonly string[],
  options: { cwd: string; input?: string },
): Promise<Result> {
  const run = startNode(join(ROOT, program), args, options);
  const { code } = await run.exit(60_000);
  return { code, out: run.stdout(), err: run.stderr() };
}

function fmt(cwd: string, args: readonly string[] = [], input = ""): Promise<Result> {
  return node("compiler/rdi.mjs", ["fmt", ...args], { cwd, input });
}

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder("rdi-fmt-");
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function contents(folder: string, ...names: readonly string[]): readonly string[] {
  return names.map((name) => readFileSync(join(folder, name), "utf8"));
}

test("help has an example", async () => {
  const { code, out } = await fmt(ROOT, ["--help"]);
  assert.is(code, 0);
  assert.match(out, "Example:\n  rdi fmt");
});

test("files at any depth are laid out, and those that changed are named", async () => {
  const folder = folderOf({ "a.rdi": UNTIDY, "b/c/d.rdi": UNTIDY, "b/e.rdi": TIDY, "b/f.txt": UNTIDY });
  const before = statSync(join(folder, "b/e.rdi")).mtimeMs;
  assert.equal(await fmt(folder), { code: 0, out: "a.rdi\nb/c/d.rdi\n", err: "" });
  assert.equal(contents(folder, "a.rdi", "b/c/d.rdi", "b/f.txt"), [TIDY, TIDY, UNTIDY]);
  assert.is(statSync(join(folder, "b/e.rdi")).mtimeMs, before);
  assert.equal(await fmt(folder), { code: 0, out: "", err: "" });
  assert.equal(readdirSync(folder).sort(), ["a.rdi", "b"]);
});

test("packages and hidden folders are left alone", async () => {
  const folder = folderOf({ "a.rdi": TIDY, "node_modules/p/a.rdi": UNTIDY, ".git/a.rdi": UNTIDY });
  assert.equal(await fmt(folder), { code: 0, out: "", err: "" });
});

test("paths are files and folders, and a file that is named twice is formatted once", async () => {
  const folder = folderOf({ "a.rdi": UNTIDY, "b/c.rdi": UNTIDY, "d.rdi": UNTIDY });
  assert.equal(await fmt(folder, ["b", "a.rdi", "./a.rdi"]), { code: 0, out: "b/c.rdi\na.rdi\n", err: "" });
  assert.equal(contents(folder, "d.rdi"), [UNTIDY]);
});

test("--check names what would change, ends with 1 and writes nothing", async () => {
  const folder = folderOf({ "a.rdi": UNTIDY, "b.rdi": TIDY });
  assert.equal(await fmt(folder, ["--check"]), { code: 1, out: "a.rdi\n", err: "" });
  assert.equal(contents(folder, "a.rdi"), [UNTIDY]);
  assert.equal(await fmt(folder, ["--check", "b.rdi"]), { code: 0, out: "", err: "" });
});

test("what does not parse is said and left alone, and the other files are formatted", async () => {
  const folder = folderOf({ "a.rdi": BROKEN, "b.rdi": UNTIDY, "c.rdi": Buffer.from([0xff]) });
  const { code, out, err } = await fmt(folder);
  assert.is(code, 1);
  assert.is(out, "b.rdi\n");
  assert.match(err, /^error\[RDI1\d+\]/);
  assert.match(err, "a.rdi:1:11");
  assert.match(err, "error[RDI1901]");
  assert.match(err, /\n2 errors\n$/);
  assert.equal(contents(folder, "a.rdi", "b.rdi"), [BROKEN, TIDY]);
});

test("a project that means nothing is formatted all the same", async () => {
  const folder = folderOf({ "a.rdi": "fn f(a:nothing)=g( b )\n" });
  assert.equal(await fmt(folder), { code: 0, out: "a.rdi\n", err: "" });
  assert.equal(contents(folder, "a.rdi"), ["fn f(a: nothing) = g(b)\n"]);
});

test("--stdin formats from standard input to standard output", async () => {
  const folder = folderOf({});
  assert.equal(await fmt(folder, ["--stdin"], UNTIDY), { code: 0, out: TIDY, err: "" });
  assert.equal(await fmt(folder, ["--stdin", "--check"], UNTIDY), { code: 1, out: "", err: "" });
  assert.equal(await fmt(folder, ["--stdin", "--check"], TIDY), { code: 0, out: "", err: "" });
  const { code, out, err } = await fmt(folder, ["--stdin"], BROKEN);
  assert.equal([code, out], [1, ""]);
  assert.match(err, "stdin:1:11");
});

test("a wrong command line ends with 2 and says what to type", async () => {
  const folder = folderOf({});
  for (const args of [["nowhere"], [], ["--stdin", "a.rdi"], ["--chekc"]]) {
    const { code, out, err } = await fmt(folder, args);
    assert.equal([code, out], [2, ""], args.join(" "));
    assert.match(err, /\n {2}\S/);
  }
});

test("line ends, a byte order mark and permissions stay", async () => {
  const folder = folderOf({ "a.rdi": `\uFEFF${UNTIDY}// x\n`.replaceAll("\n", "\r\n") });
  chmodSync(join(folder, "a.rdi"), 0o640);
  assert.is((await fmt(folder)).out, "a.rdi\n");
  assert.equal(contents(folder, "a.rdi"), [`\uFEFF${TIDY}// x\n`.replaceAll("\n", "\r\n")]);
  assert.is(statSync(join(folder, "a.rdi")).mode & 0o777, 0o640);
  assert.equal(await fmt(folder), { code: 0, out: "", err: "" });
});

test("a link stays a link, and the file that it leads to is written", async () => {
  const folder = folderOf({ "real.rdi": UNTIDY });
  symlinkSync("real.rdi", join(folder, "link.rdi"));
  assert.is((await fmt(folder, ["link.rdi"])).out, "link.rdi\n");
  assert.equal(contents(folder, "real.rdi"), [TIDY]);
  assert.ok(lstatSync(join(folder, "link.rdi")).isSymbolicLink());
});

test("the samples have the layout", async () => {
  assert.equal(await fmt(ROOT, ["--check", "samples"]), { code: 0, out: "", err: "" });
});

/** A folder with this package installed in it, and a configuration of prettier that names the plugin. */
function projectWithPrettier(files: Readonly<Record<string, string>>): string {
  const folder = folderOf({
    ".prettierrc.json": '{ "plugins": ["rdi/prettier"], "tabWidth": 8, "printWidth": 10 }',
    ...files,
  });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/rdi"));
  return folder;
}

const PRETTIER = "node_modules/prettier/bin/prettier.cjs";

test("prettier formats .rdi files with the plugin, whatever its options", async () => {
  const job = 'job j {\nfrom hash "a:{id}"\n\tinto db.t key (id) { id: text = @id, name: text }\n}\n';
  const folder = projectWithPrettier({ "a.rdi": job });
  const { code, err } = await node(PRETTIER, ["--write", "a.rdi"], { cwd: folder });
  assert.equal([code, err], [0, ""]);
  const tidy = 'job j {\n  from hash "a:{id}"\n  into db.t key (id) { id: text = @id, name: text }\n}\n';
  assert.equal(contents(folder, "a.rdi"), [tidy]);
  assert.equal(await fmt(folder, ["--check"]), { code: 0, out: "", err: "" });
});

test("prettier formats the rdi fences of Markdown with the plugin", async () => {
  const folder = projectWithPrettier({ "a.md": `\`\`\`rdi\n${UNTIDY}\`\`\`\n` });
  const { code, out } = await node(PRETTIER, ["a.md"], { cwd: folder });
  assert.equal([code, out], [0, `\`\`\`rdi\n${TIDY}\`\`\`\n`]);
});

test("prettier shows where a file does not parse", async () => {
  const folder = projectWithPrettier({ "a.rdi": BROKEN });
  const { code, err } = await node(PRETTIER, ["a.rdi"], { cwd: folder });
  assert.is(code, 2);
  assert.match(err, /a\.rdi: SyntaxError: RDI1\d+ .*\(1:11\)/);
});

test("nothing that fmt loads needs ts-morph or esbuild", () => {
  const byPath = new Map(projectFiles().map((file) => [file.path, file]));
  const reached = new Set(["compiler/commands/fmt.ts"]);
  for (const path of reached) {
    const file = byPath.get(path);
    const used = file === undefined ? [] : importsOf(file);
    for (const { target, typeOnly } of used) if (!typeOnly) reached.add(target);
  }
  const packages = [...reached].filter((name) => !name.endsWith(".ts") && !name.startsWith("node:"));
  assert.equal(packages.sort(), ["chevrotain", "prettier", "prettier/doc"]);
});

test.after(() => endAll());
test.run();
