/** The SQL texts of every shape of table for SQL Server, as golden files; RDI_UPDATE=1 writes them again. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { jobStatements } from "../../../../compiler/sql/job-statements.ts";
import { allTexts } from "../all-texts.ts";
import { jobOf, type Shape } from "../shapes.ts";
import { SQLSERVER_SHAPES } from "./shapes.ts";

const GOLDEN = fileURLToPath(new URL("golden/", import.meta.url));
const UPDATE = process.env["RDI_UPDATE"] === "1";
if (UPDATE) mkdirSync(GOLDEN, { recursive: true });

function goldenText(shape: Shape): string {
  const texts = jobStatements(jobOf(shape)).flatMap(allTexts);
  return texts.map(({ name, text }) => `-- ${name}\n${text};\n`).join("\n");
}

for (const shape of SQLSERVER_SHAPES) {
  test(`the statements of ${shape.name} are those of its golden file`, () => {
    const file = `${GOLDEN}${shape.name}.sql`;
    if (UPDATE) writeFileSync(file, goldenText(shape));
    assert.ok(existsSync(file), `${file} is missing; RDI_UPDATE=1 writes it`);
    assert.is(readFileSync(file, "utf8"), goldenText(shape));
  });
}

test("every golden file belongs to a shape", () => {
  const wanted = SQLSERVER_SHAPES.map(({ name }) => `${name}.sql`).sort();
  if (UPDATE) for (const file of readdirSync(GOLDEN)) if (!wanted.includes(file)) rmSync(GOLDEN + file);
  assert.equal(readdirSync(GOLDEN).sort(), wanted);
});

test("a document has as many cells as the statement takes", () => {
  for (const shape of SQLSERVER_SHAPES) {
    for (const { writes, insert, removals, moved, collisions } of jobStatements(jobOf(shape))) {
      for (const one of [...writes, insert]) if (one) assert.is(cells(one.text, "rows"), one.rows.length, shape.name);
      // Behind its columns a collision's input has its position.
      if (collisions) assert.is(cells(collisions.text, "rows"), collisions.rows.length + 1, shape.name);
      for (const { text, owners } of removals) assert.is(cells(text, "owners"), owners.length, shape.name);
      for (const { text, owners, rows } of moved) {
        assert.is(cells(text, "owners"), owners.length, shape.name);
        assert.is(cells(text, "rows"), rows.length, shape.name);
      }
    }
  }
});

function cells(text: string, parameter: string): number {
  const document = new RegExp(`OPENJSON\\(@${parameter}\\) WITH \\(([^;]*)\\) AS j;`).exec(text)?.[1] ?? "";
  return [...document.matchAll(/\$\[\d+\]/g)].length;
}

test("every statement but a page says how many rows it has changed or found", () => {
  for (const shape of SQLSERVER_SHAPES) {
    for (const { name, text } of jobStatements(jobOf(shape)).flatMap(allTexts))
      assert.is(/SET @count = .*@@ROWCOUNT$/.test(text), !/\.owners \((first|next)\)$/.test(name), name);
  }
});

test("no statement merges, and what inserts a row that may be there holds the place of its key", () => {
  for (const shape of SQLSERVER_SHAPES) {
    for (const { name, text } of jobStatements(jobOf(shape)).flatMap(allTexts)) {
      assert.not.match(text, /\bMERGE\b/, name);
      for (const [, hints = ""] of text.matchAll(/NOT EXISTS \(SELECT 1 FROM \S+(?: \S+")? AS t (.*?) WHERE/g))
        assert.is(hints, "WITH (UPDLOCK, HOLDLOCK)", name);
    }
  }
});

test("texts and bytes of a key are compared with their lengths, since SQL Server ignores blanks and zeros at the end", () => {
  const moved = SQLSERVER_SHAPES.find(({ name }) => name === "moved");
  const unusual = SQLSERVER_SHAPES.find(({ name }) => name === "unusual-owners");
  const texts = [moved, unusual].flatMap((shape) =>
    shape === undefined ? [] : jobStatements(jobOf(shape)).flatMap(allTexts),
  );
  for (const { name, text } of texts.filter((one) => /upsert|remove|moved|collisions/.test(one.name))) {
    for (const [, side, column] of text.matchAll(/t\.\[\w+\] = ([iok])\.\[(redis_key|no|b|s)\]/g))
      assert.ok(text.includes(`DATALENGTH(t.[${column}]) = DATALENGTH(${side}.[${column}])`), `${name}: ${column}`);
  }
});

test.run();
