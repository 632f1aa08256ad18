/** `rdi init`: what it writes is a project that checks, whatever the kind of target. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { COMMANDS } from "../../../compiler/commands/definitions.ts";
import { analyze } from "../../../compiler/compile.ts";
import { formatText } from "../../../compiler/format/format.ts";
import { projectTemplate } from "../../../compiler/init/project-template.ts";
import { starterOf } from "../../../compiler/init/starters.ts";
import { SYSTEMS } from "../../../compiler/sql/dialects.ts";
import { packageRoot } from "../../../compiler/package-root.ts";
import { endAll, temporaryFolder } from "../../setup/servers.mjs";
import { freshDatabase, postgresServer } from "../../support/postgres.ts";
import { startNode } from "../../support/processes.ts";

const ROOT = packageRoot();

async function rdi(args: readonly string[], cwd = ROOT): Promise<{ code: number | null; out: string; err: string }> {
  const run = startNode(join(ROOT, "compiler/rdi.mjs"), args, { cwd });
  const { code } = await run.exit(120_000);
  return { code, out: run.stdout(), err: run.stderr() };
}

for (const system of [...SYSTEMS, "redis"] as const) {
  const starter = starterOf(system);
  test(`a new project for ${system} checks, and passes its test`, async () => {
    const parent = temporaryFolder("rdi-init-");
    const made = await rdi(["init", "my-shop", "--target", system], parent);
    assert.equal({ code: made.code, err: made.err }, { code: 0, err: "" });
    const schema = starter.schema === undefined ? [] : ["schema.sql"];
    assert.equal(readdirSync(join(parent, "my-shop")).sort(), ["README.md", ...schema, "users.rdi"]);
    const checked = await rdi(["check", "my-shop"], parent);
    assert.equal([checked.code, checked.err], [0, ""]);
    assert.match(checked.out, /^my-shop: 1 job, 1 (table|Redis key), no errors\.\n$/);
    const tested = await rdi(["test", "my-shop"], parent);
    assert.equal([tested.code, tested.err], [0, ""]);
    assert.match(tested.out, /\n1 passed, 0 failed\n$/);
  });

  test(`a new project for ${system} has a test, and its README names only commands that there are`, () => {
    const files = new Map(projectTemplate("my-shop", system, starter).map(({ path, text }) => [path, text]));
    assert.match(files.get("users.rdi") ?? "", /^test "/m);
    const readme = files.get("README.md") ?? "";
    const named = [...readme.matchAll(/(?:^|[`(])rdi ([a-z]+)/gm)].map(([, name = ""]) => name);
    const known = new Set(COMMANDS.map(({ name }) => name));
    assert.ok(named.length >= 5);
    assert.equal(
      named.filter((name) => !known.has(name)),
      [],
    );
    for (const [, link = ""] of readme.matchAll(/\]\(([^)]+)\)/g)) assert.ok(files.has(link), link);
  });
}

for (const system of [...SYSTEMS, "redis"] as const) {
  const starter = starterOf(system);
  test(`a new project for ${system} is laid out as rdi fmt lays it out`, async () => {
    const sources = projectTemplate("my-shop", system, starter).filter(({ path }) => path.endsWith(".rdi"));
    assert.is(sources.length, 1);
    for (const { text } of sources) assert.is(await formatText(text), text);
  });
}

test("the columns of the table are those of the job", async () => {
  const files = new Map(
    projectTemplate("my-shop", "postgres", starterOf("postgres")).map(({ path, text }) => [path, text]),
  );
  const database = await freshDatabase(await postgresServer(), files.get("schema.sql") ?? "");
  const rows = await database.query(
    "SELECT column_name AS name, is_nullable AS nullable FROM information_schema.columns WHERE table_name = 'users' ORDER BY 1",
  );
  await database.close();
  const { plan } = analyze([{ path: "users.rdi", text: files.get("users.rdi") ?? "" }], "my-shop");
  const columns = (plan?.jobs ?? []).flatMap(({ tables }) => tables.flatMap((table) => table.columns));
  const sorted = [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  assert.equal(
    rows,
    sorted.map(({ name, notNull }) => ({ name, nullable: notNull ? "NO" : "YES" })),
  );
});

test("nothing that is there is overwritten", async () => {
  const folder = temporaryFolder("rdi-init-");
  writeFileSync(join(folder, ".hidden"), "mine");
  const { code, err } = await rdi(["init", folder]);
  assert.is(code, 2);
  assert.match(err, "is not empty");
  assert.equal(readdirSync(folder), [".hidden"]);
  assert.is((await rdi(["init", join(folder, ".hidden")])).code, 2);
  assert.is(readFileSync(join(folder, ".hidden"), "utf8"), "mine");
});

test("an empty folder will do, and a name without a letter or digit won't", async () => {
  const parent = temporaryFolder("rdi-init-");
  mkdirSync(join(parent, "empty"));
  assert.is((await rdi(["init", "empty"], parent)).code, 0);
  assert.ok(existsSync(join(parent, "empty/users.rdi")));
  assert.is((await rdi(["init", "%%%"], parent)).code, 2);
  assert.not(existsSync(join(parent, "%%%")));
});

test("an unknown kind of target is refused with those that there are", async () => {
  const { code, err } = await rdi(["init", "x", "--target", "mongo"]);
  assert.is(code, 2);
  assert.match(err, "postgres");
});

test.after(() => endAll());
test.run();
