/** What commands do with a lock file, without any server. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { jobProject, withHead } from "../../support/schema-project.ts";

const JOB = `job things { from hash "t:{id:int}" into db.things key (id) { id: bigint = @id, name: text } }`;
const lockOf = (columns: string): string => `{
  "version": 1,
  "targets": [{
    "name": "db", "system": "postgres", "own": [],
    "tables": [{
      "table": "things", "columns": [${columns}], "foreignKeys": [],
      "indexes": [{ "name": "things_pkey", "columns": ["id"], "unique": true, "primary": true }]
    }]
  }]
}\n`;
const ID = `{ "name": "id", "type": "bigint", "notNull": true }`;
const FITS = lockOf(`${ID}, { "name": "name", "type": "text" }`);
const NARROW = lockOf(`${ID}, { "name": "name", "type": "character varying(5)" }`);

test("without a lock file nothing is said about tables", async () => {
  assert.equal(await jobProject(JOB).rdi("check"), { code: 0, out: "demo: 1 job, 1 table, no errors.\n", err: "" });
});

test("a lock file that agrees is silent", async () => {
  const project = jobProject(JOB);
  project.writeLock(FITS);
  assert.equal(await project.rdi("check"), { code: 0, out: "demo: 1 job, 1 table, no errors.\n", err: "" });
  assert.match((await project.rdi("ddl")).out, "rdi_checkpoint");
});

test("where they disagree, check and the plan end with 1, and build writes nothing", async () => {
  const project = jobProject(JOB);
  project.writeLock(NARROW);
  const out = join(project.folder, "out");
  for (const args of [["check"], ["build", "--plan"], ["build", "-o", out]] as const) {
    const [command, ...options] = args;
    const said = await project.rdi(command, ...options);
    assert.is(said.code, 1);
    assert.match(said.err, /RDI3007[^]*Write `varchar\(5\)`/);
  }
  assert.not.ok(existsSync(join(out, "demo")));
  const { diagnostics } = JSON.parse((await project.rdi("check", "--json")).out);
  assert.equal(
    diagnostics.map(({ code, start }: { code: string; start: object }) => [code, start]),
    [["RDI3007", { line: 3, column: 87 }]],
  );
});

test("a value that one of two places leaves out may be null", async () => {
  const into = (value: string): string => `into db.things key (id) { id: bigint = @id, name: text = ${value} }`;
  const project = jobProject(
    `job things { from hash "t:{id:int}" where a is "1" { ${into('"x"')} } where b is "1" { ${into("c")} } }`,
  );
  project.writeLock(lockOf(`${ID}, { "name": "name", "type": "text", "notNull": true }`));
  assert.match((await project.rdi("check")).err, /RDI3008[^]*`name` may be null here/);
  project.write(
    withHead(
      `job things { from hash "t:{id:int}" where a is "1" { ${into('"x"')} } where b is "1" { ${into('c ?? ""')} } }`,
    ),
  );
  assert.is((await project.rdi("check")).err, "");
});

test("ddl prints what a disagreement needs, and all of it when asked", async () => {
  const project = jobProject(JOB);
  project.writeLock(NARROW);
  assert.match((await project.rdi("ddl")).out, "\n\nALTER TABLE things ALTER COLUMN name TYPE text;\n\n");
  assert.match((await project.rdi("ddl", "--create")).out, "\n\nCREATE TABLE things (\n");
});

test("a lock file that can't be read stops check and ddl with its place, and not ddl --create", async () => {
  const project = jobProject(JOB);
  project.writeLock("{\n<<<<<<< HEAD\n");
  for (const command of ["check", "ddl"]) {
    const { code, out, err } = await project.rdi(command);
    assert.equal([code, out], [1, ""]);
    assert.match(err, new RegExp(`RDI3001.*\\n.*${join(project.folder, "rdi.lock.json").replaceAll(".", "\\.")}:2:1`));
  }
  assert.is((await project.rdi("ddl", "--create")).code, 0);
});

test("a file with other errors is not compared: of its columns nobody knows what they are", async () => {
  const project = jobProject(JOB);
  project.writeLock(NARROW);
  project.write(withHead(JOB.replace("= @id", "= @idd")));
  const { err } = await project.rdi("check");
  assert.match(err, "RDI2001");
  assert.not.match(err, "RDI3");
});

test("a target that no job writes to is a mistake of the command line", async () => {
  const { code, err } = await jobProject(JOB).rdi("ddl", "--target", "bd");
  assert.equal([code, err], [2, "No job writes to a target named bd.\n  Did you mean db?\n"]);
});

test.run();
