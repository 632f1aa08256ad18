/**
 * The DDL of every sample that writes tables is taken by PostgreSQL, and what it makes is what the sample needs: introspected, there is nothing to be said about it,
 * and no statement is left to print. The tables that the samples bring along fit as well.
 */
import { existsSync, readdirSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { sampleText } from "../support/sample.ts";
import { freshDatabase, postgresServer } from "../support/postgres.ts";
import { sampleProject } from "../support/schema-project.ts";

const folder = new URL("../../samples/", import.meta.url);
const names = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/schema.sql`, folder)));

const server = await postgresServer();
test.after(() => server.remove());

/** Of the targets of all samples. */
const TARGETS = ["WAREHOUSE_URL", "STOREFRONT_URL"];

for (const name of names) {
  test(`the tables that rdi ddl makes for ${name} are what it needs`, async () => {
    const project = sampleProject(name);
    const ddl = await project.rdi("ddl");
    assert.is(ddl.code, 0, ddl.err);
    const database = await freshDatabase(server, ddl.out);
    try {
      for (const target of TARGETS) process.env[target] = database.url;
      const read = await project.rdi("introspect");
      assert.equal([read.code, read.err], [0, ""]);
      const lock = project.lock() ?? "";
      assert.not.match(lock, /postgres:|"missing"/);
      assert.equal(await project.rdi("check"), { ...(await withoutLock(name)), code: 0 });
      assert.match((await project.rdi("ddl")).out, /^(-- Target \w+: nothing is missing\.\n\n?)+$/);
      assert.match((await project.rdi("introspect")).out, "unchanged");
      assert.is((await project.rdi("ddl", "--create")).out, ddl.out);
    } finally {
      await database.close();
    }
  });

  test(`the tables that ${name} brings along fit`, async () => {
    const project = sampleProject(name);
    const database = await freshDatabase(server, sampleText(name, "schema.sql"));
    try {
      for (const target of TARGETS) process.env[target] = database.url;
      assert.equal((await project.rdi("introspect")).err, "");
      assert.equal(await project.rdi("check"), { ...(await withoutLock(name)), code: 0 });
      const left = (await project.rdi("ddl")).out.split("\n\n").filter((block) => !block.startsWith("-- Target "));
      assert.is(
        left.filter((block) => !block.includes("rdi_checkpoint") && !block.startsWith("CREATE SCHEMA")).join("\n"),
        "",
      );
    } finally {
      await database.close();
    }
  });
}

async function withoutLock(name: string): Promise<{ readonly out: string; readonly err: string }> {
  const { out, err } = await sampleProject(name).rdi("check");
  const elsewhere = /^( +┌─ ).*\/([^/]+)$/gm;
  return { out, err: err.replaceAll(elsewhere, "$1$2") };
}

test.run();
