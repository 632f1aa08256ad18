import { test } from "uvu";
import * as assert from "uvu/assert";
import { expressionCases } from "./expression-cases.ts";
import { columnValue } from "./support.ts";

for (const [column, expected, clauses] of expressionCases) {
  test(`${clauses === undefined ? "" : `${clauses}, `}${column} becomes ${expected}`, () => {
    assert.is(columnValue(column, clauses), expected);
  });
}

test.run();
