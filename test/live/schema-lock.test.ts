/** The commands against real servers, and the lock files that samples bring along. RDI_UPDATE=1 writes those anew. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { LOCK_FILE } from "../../compiler/schema/lock.ts";
import { lockText } from "../../compiler/schema/lock-text.ts";
import { readLock } from "../../compiler/schema/read-lock.ts";
import { sampleText } from "../support/sample.ts";
import { freshDatabase, postgresServer } from "../support/postgres.ts";
import { jobProject, sampleProject, withHead } from "../support/schema-project.ts";

const server = await postgresServer();
test.after(() => server.remove());

const samples = new URL("../../samples/", import.meta.url);
const locked = readdirSync(samples).filter((name) => existsSync(new URL(`${name}/${LOCK_FILE}`, samples)));

test("a sample shows a lock file", () => assert.ok(locked.includes("shop")));

for (const name of locked) {
  test(`the lock file of ${name} is what its tables are`, async () => {
    const project = sampleProject(name);
    const database = await freshDatabase(server, sampleText(name, "schema.sql"));
    try {
      for (const target of ["WAREHOUSE_URL", "STOREFRONT_URL"]) process.env[target] = database.url;
      await project.rdi("introspect");
      // A worker would make its own tables when it starts.
      await database.query((await project.rdi("ddl")).out);
      assert.is((await project.rdi("introspect")).code, 0);
      const lock = project.lock() ?? "";
      if (process.env["RDI_UPDATE"] === "1") writeFileSync(new URL(`${name}/${LOCK_FILE}`, samples), lock);
      else assert.is(sampleText(name, LOCK_FILE), lock);
    } finally {
      await database.close();
    }
  });
}

const JOB = `job things { from hash "t:{id:int}" into db.things key (id) { id: bigint = @id, name: text } }`;
const THINGS = "CREATE TABLE things (id bigint PRIMARY KEY, name text);";

function changed(url: string, change: (url: URL) => void): string {
  const parsed = new URL(url);
  change(parsed);
  return parsed.href;
}

test("without a server, a login or a variable it is said which, with the exit code of a worker's start", async () => {
  const project = jobProject(JOB);
  const database = await freshDatabase(server, `${THINGS} CREATE ROLE locked LOGIN PASSWORD 'right';`);
  const at = (change: (url: URL) => void): string => changed(database.url, change);
  const closed = `${database.url.replace(/^.*\//, "")}_closed`;
  await database.query(`CREATE DATABASE ${closed}`);
  await database.query(`REVOKE CONNECT ON DATABASE ${closed} FROM PUBLIC`);
  const login = (url: URL, password: string): void => {
    url.username = "locked";
    url.password = password;
  };
  const cases: readonly (readonly [string, string, number, RegExp])[] = [
    [at((url) => void (url.port = "1")), "RDI5005", 4, /no connection to 127\.0\.0\.1:1/],
    [at((url) => void (url.pathname = "/nowhere")), "RDI5005", 4, /has no such database/],
    [at((url) => login(url, "wrong")), "RDI5006", 4, /the login was refused/],
    [
      at((url) => {
        login(url, "right");
        url.pathname = `/${closed}`;
      }),
      "RDI5006",
      4,
      /a right is missing/,
    ],
    ["nonsense", "RDI5001", 5, /can't be read/],
  ];
  try {
    for (const [url, code, exit, says] of cases) {
      const said = await project.rdi("introspect", "--url", url);
      assert.is(said.code, exit, said.err);
      assert.match(said.err, code);
      assert.match(said.err, says);
      assert.not.match(said.err, /wrong|right@/);
      assert.is(project.lock(), undefined, "nothing is written");
    }
    delete process.env["DB_URL"];
    const unset = await project.rdi("introspect");
    assert.is(unset.code, 5);
    assert.match(unset.err, "RDI5001: The url of target db comes from the environment variable DB_URL");
  } finally {
    await database.close();
  }
});

test("a user without any right on a table reads what it looks like", async () => {
  const project = jobProject(JOB);
  const database = await freshDatabase(server, `${THINGS} CREATE ROLE nobody LOGIN PASSWORD 'pw';`);
  const url = changed(database.url, (parsed) => {
    parsed.username = "nobody";
    parsed.password = "pw";
  });
  try {
    assert.is((await project.rdi("introspect", "--url", url)).code, 0);
    assert.equal(await project.rdi("check"), { code: 0, out: "demo: 1 job, 1 table, no errors.\n", err: "" });
    assert.not.match(project.lock() ?? "", /nobody|pw|127\.0\.0\.1/);
  } finally {
    await database.close();
  }
});

test("a missing table is recorded as missing, with the names that look alike", async () => {
  const project = jobProject(JOB);
  const database = await freshDatabase(server, "CREATE TABLE thigns (id bigint); CREATE TABLE unlike (id bigint);");
  try {
    const { code, err } = await project.rdi("introspect", "--url", database.url);
    assert.equal([code, err], [0, "Target db: there is no table things. Did you mean thigns?\n"]);
    assert.match(project.lock() ?? "", '{ "table": "things", "kind": "missing", "near": ["thigns"] }');
    assert.match((await project.rdi("check")).err, /RDI3003[^]*Did you mean `thigns`\?/);
  } finally {
    await database.close();
  }
});

test("a table that the project names without a schema is looked for where the connection looks", async () => {
  const project = jobProject(JOB);
  const schema = `CREATE SCHEMA first; CREATE TABLE first.things (id bigint PRIMARY KEY, name varchar(3)); ${THINGS}`;
  const database = await freshDatabase(server, schema);
  const url = changed(database.url, (parsed) => parsed.searchParams.set("options", "-c search_path=first,public"));
  try {
    await project.rdi("introspect", "--url", url);
    assert.match(project.lock() ?? "", '"foundIn": "first"');
    assert.match((await project.rdi("check")).err, /RDI3007[^]*ALTER TABLE things ALTER COLUMN name TYPE text;/);
    await project.rdi("introspect", "--url", database.url);
    assert.match(project.lock() ?? "", '"foundIn": "public"');
    assert.is((await project.rdi("check")).err, "");
  } finally {
    await database.close();
  }
});

test("a lock file says all that a table has, and reads as what it says", async () => {
  const project = jobProject(
    `job a { from hash "a:{id:int}" into db.a key (id) { id: bigint = @id, "b": text } }`.replace('"b"', "b"),
  );
  const database = await freshDatabase(
    server,
    `CREATE SCHEMA far; CREATE TABLE far.parents (id bigint PRIMARY KEY);
CREATE DOMAIN positive AS int NOT NULL CHECK (VALUE > 0);
CREATE TYPE mood AS ENUM ('good');
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE a (
  id bigint PRIMARY KEY REFERENCES far.parents ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  b text COLLATE nocase DEFAULT 'it''s {"odd"}',
  "C d" positive DEFAULT 1,
  e mood[],
  f numeric(5,2) GENERATED ALWAYS AS (1.5) STORED,
  g int GENERATED BY DEFAULT AS IDENTITY,
  h varchar(7) COLLATE "C",
  UNIQUE NULLS NOT DISTINCT (g)
);
CREATE UNIQUE INDEX odd ON a (lower(h), b COLLATE "C", h DESC) INCLUDE (e) WHERE g > 0;
CREATE INDEX plain ON a (h COLLATE nocase);`,
  );
  try {
    await project.rdi("introspect", "--url", database.url);
    const text = project.lock() ?? "";
    const expected = [
      `{ "name": "C d", "type": "integer", "domain": "public.positive", "notNull": true, "default": "1" }`,
      `{ "name": "b", "type": "text", "collation": { "schema": "public", "name": "nocase" }, "exact": false, "default": "'it''s {\\"odd\\"}'::text" }`,
      `{ "name": "e", "type": "public.mood[]" }`,
      `{ "name": "f", "type": "numeric(5,2)", "generated": "1.5" }`,
      `{ "name": "g", "type": "integer", "notNull": true, "identity": "by default" }`,
      `{ "name": "h", "type": "character varying(7)", "collation": "C" }`,
      `{ "name": "id", "type": "bigint", "notNull": true }`,
      `{ "name": "a_g_key", "columns": ["g"], "unique": true, "nullsNotDistinct": true }`,
      `{ "name": "a_pkey", "columns": ["id"], "unique": true, "primary": true }`,
      `{ "name": "odd", "columns": [{ "expression": "lower(h::text)" }, { "column": "b", "collation": "C" }, "h"], "unique": true, "where": "(g > 0)" }`,
      `{ "name": "plain", "columns": [{ "column": "h", "collation": { "schema": "public", "name": "nocase" } }], "exact": false }`,
      `{ "name": "a_id_fkey", "columns": ["id"], "references": { "schema": "far", "table": "parents", "columns": ["id"] }, "onDelete": "cascade", "deferred": true }`,
    ];
    const lines = text.split("\n").map((line) => line.trim().replace(/,$/, ""));
    assert.equal(
      lines.filter((line) => line.startsWith('{ "name"')),
      expected,
    );
    const read = readLock(text);
    assert.is("lock" in read ? lockText(read.lock) : read.problem.what, text);
  } finally {
    await database.close();
  }
});

test("one target, or one file, leaves what the lock file knows of others", async () => {
  const project = jobProject(JOB);
  const database = await freshDatabase(server, `${THINGS} CREATE TABLE others (id bigint PRIMARY KEY);`);
  const second = `target two: postgres { url: env("TWO_URL") }\n`;
  const other = `job others { from hash "o:{id:int}" into two.others key (id) { id: bigint = @id } }`;
  try {
    process.env["DB_URL"] = database.url;
    process.env["TWO_URL"] = database.url;
    project.write(withHead(`${second}${JOB}\n${other}`));
    const several = await project.rdi("introspect", "--url", database.url);
    assert.equal([several.code, /there are 2: db, two/.test(several.err)], [2, true]);
    assert.match((await project.rdi("introspect", "--target", "dd")).err, "Did you mean db?");
    await project.rdi("introspect");
    const both = project.lock() ?? "";
    await database.query("DROP TABLE others; ALTER TABLE things ADD COLUMN more text");
    assert.is((await project.rdi("introspect", "--target", "db")).code, 0);
    assert.is(
      project.lock(),
      both.replace(/^( *)\{ "name": "name", "type": "text" \}/m, `$1{ "name": "more", "type": "text" },\n$&`),
    );
    assert.not.match((await project.rdi("ddl", "--target", "two")).out, "CREATE TABLE others");
    await project.rdi("introspect");
    assert.match((await project.rdi("ddl", "--target", "two")).out, "CREATE TABLE others");
  } finally {
    await database.close();
  }
});

test.run();
