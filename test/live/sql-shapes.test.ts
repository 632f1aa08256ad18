/** The compiler's SQL on a real PostgreSQL: every golden text prepares, and statements do what the runtime expects of them. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { jobStatements } from "../../compiler/sql/job-statements.ts";
import type { TableStatements } from "../../compiler/sql/statements.ts";
import { allTexts } from "../compiler/sql/all-texts.ts";
import { jobOf, SHAPES } from "../compiler/sql/shapes.ts";
import { freshDatabase, postgresServer, type TestDatabase, type TextRow } from "../support/postgres.ts";
import { endAll } from "../setup/servers.mjs";

const server = await postgresServer();

interface Stage {
  readonly database: TestDatabase;
  readonly sql: TableStatements;
}

async function withShape(name: string, run: (stage: Stage) => Promise<void>): Promise<void> {
  const shape = SHAPES.find((candidate) => candidate.name === name);
  const [sql] = shape === undefined ? [] : jobStatements(jobOf(shape));
  if (shape === undefined || sql === undefined) throw new Error(`there is no shape ${name}`);
  const database = await freshDatabase(server, shape.ddl);
  try {
    await run({ database, sql });
  } finally {
    await database.close();
  }
}

for (const { name } of SHAPES) {
  test(`PostgreSQL prepares the statements of ${name}`, () =>
    withShape(name, async ({ database, sql }) => {
      const texts = allTexts(sql);
      for (const [index, { text }] of texts.entries()) await database.query(`PREPARE p${index} AS ${text}`);
      assert.ok(texts.length >= 1);
    }));
}

function upsertOf(sql: TableStatements): string {
  return textOf(sql.writes[0]);
}

function textOf(statement: { readonly text: string } | undefined): string {
  if (statement === undefined) throw new Error("there is no such statement");
  return statement.text;
}

function pagesOf({ owners }: TableStatements): NonNullable<TableStatements["owners"]> {
  if (owners === undefined) throw new Error("there are no pages");
  return owners;
}

const rowVersions = (database: TestDatabase): Promise<readonly TextRow[]> =>
  database.query("SELECT xmin, * FROM t ORDER BY 2");

test("an equal row is not written again, a number with more digits is", () =>
  withShape("one-owner", async ({ database, sql }) => {
    await database.query(upsertOf(sql), ["{1,2}", "{a,NULL}", "{1.5,NULL}"]);
    const before = await rowVersions(database);
    await database.query(upsertOf(sql), ["{1,2}", "{a,NULL}", "{1.50,NULL}"]);
    assert.equal(await rowVersions(database), before);
    await database.query(upsertOf(sql), ["{1,2}", "{A,NULL}", "{1.5,NULL}"]);
    const [first, second] = await rowVersions(database);
    assert.is(first?.["name"], "A");
    assert.equal(second, before[1]);
  }));

test("text that differs in case only is written under a collation that ignores case", async () => {
  const database = await freshDatabase(
    server,
    "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE t (id bigint PRIMARY KEY, name text COLLATE ci, amount numeric)",
  );
  const [sql] = SHAPES.filter(({ name }) => name === "one-owner").flatMap((shape) => jobStatements(jobOf(shape)));
  await database.query(sql === undefined ? "" : upsertOf(sql), ["{1}", "{ada}", "{1.0}"]);
  await database.query(sql === undefined ? "" : upsertOf(sql), ["{1}", "{Ada}", "{1.00}"]);
  assert.equal(await database.query("SELECT * FROM t"), [{ id: "1", name: "Ada", amount: "1.00" }]);
  await database.close();
});

test("a row of another owner is not overwritten, and is found with its owner", () =>
  withShape("moved", async ({ database, sql }) => {
    await database.query(upsertOf(sql), ["{r:1}", "{n1}", "{10}"]);
    await database.query(upsertOf(sql), ["{r:2,r:3}", "{n1,n3}", "{20,30}"]);
    const rows = await database.query("SELECT * FROM t ORDER BY no");
    assert.equal(
      rows.map((row) => row["amount"]),
      ["10", "30"],
    );
    const found = await database.query(textOf(sql.collisions), ["{n3,n1}", "{r:3,r:2}"]);
    assert.equal(
      found.map((row) => Object.values(row)),
      [["1", "r:1"]],
    );
  }));

test("moved rows go, those that stay stay, and two keys may swap their rows", () =>
  withShape("moved", async ({ database, sql }) => {
    await database.query(upsertOf(sql), ["{a,b,c}", "{n1,n2,n3}", "{1,2,3}"]);
    await database.query(textOf(sql.moved[0]), ["{a,b,c}", "{n2,n1,n3}", "{a,b,c}"]);
    assert.equal(
      (await database.query("SELECT no FROM t")).map((row) => row["no"]),
      ["n3"],
    );
    await database.query(upsertOf(sql), ["{a,b,c}", "{n2,n1,n3}", "{1,2,3}"]);
    const owners = (await database.query("SELECT redis_key FROM t ORDER BY no")).map((row) => row["redis_key"]);
    assert.equal(owners, ["b", "a", "c"]);
  }));

test("owners without any row lose all of theirs", () =>
  withShape("part-of-key", async ({ database, sql }) => {
    await database.query(upsertOf(sql), ["{1,1,2}", "{1,2,1}", "{a,b,c}"]);
    await database.query(textOf(sql.moved[0]), ["{1}", "{}", "{}"]);
    assert.equal(
      (await database.query("SELECT id FROM t")).map((row) => row["id"]),
      ["2"],
    );
    await database.query(textOf(sql.removals[0]), ["{2}"]);
    assert.equal(await database.query("SELECT id FROM t"), []);
  }));

test("a row of another job collides, and its owner is not told as a key", () =>
  withShape("constant-beside-key", async ({ database, sql }) => {
    await database.query("INSERT INTO t VALUES ('dog', 7, 'Rex'), ('cat', 8, 'Tom')");
    await database.query(upsertOf(sql), ["{7,9}", "{Rex,Tom}"]);
    const found = await database.query(textOf(sql.collisions), ["{Rex,Tom}", "{7,9}"]);
    assert.equal(found.map((row) => Object.values(row)).sort(), [
      ["0", null],
      ["1", "8"],
    ]);
  }));

test("only rows with the job's constant are removed", () =>
  withShape("constant-in-key", async ({ database, sql }) => {
    await database.query(textOf(sql.insert), ["{1}", "{555}"]);
    await database.query("INSERT INTO t VALUES (1, 'work', '777')");
    assert.is((await database.query("SELECT kind FROM t WHERE number = '555'"))[0]?.["kind"], "it's \\ home");
    await database.query(textOf(sql.removals[0]), ["{1}"]);
    assert.equal(
      (await database.query("SELECT number FROM t")).map((row) => row["number"]),
      ["777"],
    );
  }));

test("pages hold every owner once, in order, as the captures are spelled", () =>
  withShape("unusual-owners", async ({ database, sql }) => {
    const u = "00000000-0000-0000-0000-000000000001";
    await database.query(
      `INSERT INTO t SELECT n, '\\x00ff', '2024-02-29', '${u}', 's', NULL FROM generate_series(1, 25) n`,
    );
    const seen: (readonly (string | null)[])[] = [];
    const read = async (text: string, values: readonly unknown[]): Promise<void> => {
      for (const row of await database.query(text, values)) seen.push(Object.values({ ...row }));
    };
    // Two columns are both called "d"-like by the server; the runtime reads by position, this test by distinct names.
    const named = (text: string): string =>
      text.replace(
        /^SELECT .*$/m,
        "SELECT trim_scale(o.n)::text AS a, encode(o.b, 'hex') AS b, o.d::text AS c, o.u::text AS d, o.s::text AS e",
      );
    await read(named(pagesOf(sql).first), [10]);
    while (seen.length < 25) await read(named(pagesOf(sql).next), [10, ...(seen.at(-1) ?? [])]);
    assert.equal(
      seen.map(([n]) => n),
      Array.from({ length: 25 }, (_, index) => String(index + 1)),
    );
    assert.equal(seen[0], ["1", "00ff", "2024-02-29", u, "s"]);
    assert.equal(await database.query(named(pagesOf(sql).next), [10, ...(seen.at(-1) ?? [])]), []);
  }));

test("a job without captures has one owner while its row is there", () =>
  withShape("constants-only", async ({ database, sql }) => {
    assert.is((await database.query(pagesOf(sql).first, [10])).length, 0);
    await database.query(upsertOf(sql), ["{dark}"]);
    assert.is((await database.query(pagesOf(sql).first, [10])).length, 1);
    assert.is((await database.query(pagesOf(sql).next, [10])).length, 0);
    await database.query(textOf(sql.removals[0]), []);
    assert.is((await database.query(pagesOf(sql).first, [10])).length, 0);
  }));

test.after(() => endAll());
test.run();
