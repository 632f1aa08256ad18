/**
 * What the checker accepts is a program: random columns of every kind of value become TypeScript without a type error, and their mapping
 * yields rows or rejects, whatever the value. A run prints its seed; RDI_SEED repeats it.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { emitProject } from "../../compiler/emit/project-files.ts";
import { loadJobs } from "../compiler/emit/load-module.ts";
import { random } from "../support/random.ts";
import { answer, someParts } from "./random-values.ts";
import { acceptedColumns, emitChecked, jobText, KINDS, planOf, tried } from "./well-typed.ts";

const COLUMNS = 50;
const VALUES = 100;

const dice = random();

for (const kind of KINDS) {
  test(`columns of a ${kind} that the checker accepts are well typed, and never throw`, async () => {
    const { plan, columns } = acceptedColumns(kind, dice, COLUMNS);
    assert.is(columns.length, COLUMNS, `seed ${dice.seed}`);
    await emitChecked(plan);
    // Within `try` one column's rejection hides no other column; what is no rejection comes through.
    const trying = columns.map(tried).filter((column) => planOf(jobText(kind, [column])) !== undefined);
    const together = planOf(jobText(kind, trying));
    assert.ok(together !== undefined && trying.length > COLUMNS / 4, `seed ${dice.seed}: ${trying.length}`);
    const [job] = await loadJobs(await emitProject(together));
    assert.ok(job);
    let rows = 0;
    for (let n = 0; n < VALUES; n++) rows += answer(job, someParts(kind, together, dice), dice) === "rows" ? 1 : 0;
    assert.ok(rows > 0, `seed ${dice.seed}: every value was rejected`);
  });
}

test.run();
