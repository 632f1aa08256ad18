import { test } from "uvu";
import * as assert from "uvu/assert";
import { collectImports } from "../../../compiler/emit/imports.ts";
import { collectSites } from "../../../compiler/emit/sites.ts";
import type { SitePlan } from "../../../compiler/plan/ir.ts";

const column = (table: string, name: string, line: number): SitePlan => ({ kind: "column", table, name, line });
const binding = (name: string, line: number): SitePlan => ({ kind: "let", name, line });
const where = (line: number): SitePlan => ({ kind: "where", name: "where", line });

/** How each site is named, and then the object that holds them. */
function named(onlyTable: string | undefined, sites: readonly SitePlan[]): readonly string[] {
  const collected = collectSites(onlyTable);
  const names = sites.map((site) => collected.refer(site));
  assert.equal(
    sites.map((site) => collected.refer(site)),
    names,
    "a second use has the same name",
  );
  return [...names, collected.object("a.rdi", collectImports())];
}

test("columns of the only table and a condition stand side by side, in the order of their lines", () => {
  assert.equal(named("t", [column("t", "id", 3), column("t", "odd name", 4), where(2)]), [
    "at.id",
    'at["odd name"]',
    "at.where",
    'sites("a.rdi", { where: 2, id: 3, "odd name": 4 })',
  ]);
});

test("lets, further conditions and the columns of several tables have keys", () => {
  assert.equal(named(undefined, [column("t", "id", 3), column("u", "id", 6), where(2), where(5), binding("id", 1)]), [
    "at.t.id",
    "at.u.id",
    "at.where",
    "at.where2",
    "at.let.id",
    '{ ...sites("a.rdi", { where: 2 }), t: sites("a.rdi", { id: 3 }), u: sites("a.rdi", { id: 6 }), ' +
      'where2: sites("a.rdi", { where: 5 }).where, let: sites("a.rdi", { id: 1 }) }',
  ]);
});

test("lets of one name in two blocks stand apart", () => {
  const names = named("t", [binding("n", 1), binding("m", 2), binding("n", 5), column("t", "id", 7)]);
  assert.equal(names.slice(0, -1), ["at.let.n", "at.let.m", "at.let2.n", "at.id"]);
});

test("columns and tables may be named like the keys", () => {
  const columns = named("t", [column("t", "where", 3), column("t", "let", 3), where(2), binding("let", 1)]);
  assert.equal(columns.slice(0, -1), ["at.where", "at.let", "at.where2", "at.let2.let"]);
  const tables = named(undefined, [column("where", "id", 1), column("let", "id", 1), where(1), binding("id", 1)]);
  assert.equal(tables.slice(0, -1), ["at.where.id", "at.let.id", "at.where2", "at.let2.id"]);
});

test("a let and a column of one name on one line are two sites", () => {
  assert.equal(named("t", [column("t", "n", 1), binding("n", 1)]).slice(0, -1), ["at.n", "at.let.n"]);
});

test.run();
