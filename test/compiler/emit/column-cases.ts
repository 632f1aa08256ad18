/** Tables of columns: what each becomes for some values. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { declarations } from "../check/support.ts";
import { evaluate, mappingsOf, type Mapping, type Stored } from "./evaluate.ts";

/** The hash fields, or the text of a document, and then the column's text: null, or `!RDI5010` where the key is rejected. */
export type Expected = readonly [given: Readonly<Record<string, string | Buffer>> | string, becomes: string | null];

/** A column `v`, `text = lower(a)`; in `[column, clauses]` with clauses above the `into`. */
export type ColumnCase = readonly [column: string | readonly [string, string], ...expected: Expected[]];

/** Registers a test for each column; `kind` says what `given` is. */
export async function testColumns(kind: "hash" | "json", cases: readonly ColumnCase[], before = ""): Promise<void> {
  const texts = cases.map(([column], index) => jobText(kind, column, index));
  const mappings = await mappingsOf(declarations + before + texts.join(""));
  for (const [index, [column, ...expected]] of cases.entries()) {
    test(typeof column === "string" ? column : `${column[1]}, ${column[0]}`, () => {
      const mapping = mappings.get(`j${index}`);
      if (mapping === undefined) throw new Error("the job is missing");
      for (const [given, becomes] of expected)
        assert.is(valueOf(mapping, given), becomes, typeof given === "string" ? given : JSON.stringify(given));
    });
  }
}

function jobText(kind: string, column: ColumnCase[0], index: number): string {
  const [value, clauses] = typeof column === "string" ? [column, ""] : column;
  return `job j${index} { from ${kind} "t${index}:{id:int}"
${clauses}
into db.t${index} key (id) { id: bigint = @id, v: ${value} } }\n`;
}

function valueOf(mapping: Mapping, given: Expected[0]): string | null | undefined {
  const [, index = ""] = /^j(.*)$/.exec(mapping.plan.name) ?? [];
  const stored: Stored = typeof given === "string" ? { json: given } : { hash: given };
  const outcome = evaluate(mapping, `t${index}:7`, { [`t${index}:7`]: { ...stored, expires: 1_700_000_000_000 } });
  if (typeof outcome === "string") return `!${outcome.split(" ")[0] ?? ""}`;
  const [row, ...others] = outcome[`t${index}`] ?? [];
  assert.is(others.length, 0);
  return row?.["v"];
}
