/** What excludes a key never rejects it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { declarations } from "../check/support.ts";
import { jobsOf, rowsOf } from "./load-text.ts";

const CONDITIONS = [
  'status == "x" and (n as int) > 5',
  '(status == "x" and (n as int) > 5)',
  'status == "x" and n is not null and ((n as int) > 5 and (n as int) < 9)',
  'status is "x" and (n as int) > 5',
  'not (status != "x") and (n as int) > 5',
];

const jobs = await jobsOf(
  declarations +
    CONDITIONS.map((condition, index) => {
      return `job j${index} { from hash "t${index}:{id:int}" where ${condition} into db.t${index} key (id) { id: int = @id } }\n`;
    }).join(""),
);

for (const [index, condition] of CONDITIONS.entries()) {
  const outcome = (status: string | null, n: string | null): unknown => {
    const job = jobs.find(({ name }) => name === `j${index}`);
    return job === undefined ? "no job" : rowsOf(job, `t${index}:1`, [status, n]);
  };

  test(`where ${condition}: a false or unknown left side excludes the key, whatever the right side is`, () => {
    assert.equal(outcome(null, "abc"), []);
    assert.equal(outcome("y", "abc"), []);
  });

  test(`where ${condition}: a true left side leaves it to the right side`, () => {
    assert.equal(outcome("x", "6"), [{ id: 1 }]);
    assert.equal(outcome("x", "5"), []);
    assert.equal(outcome("x", null), []);
    assert.is(outcome("x", "abc"), "RDI5010");
  });
}

test.run();
