/** What the checker decides is well typed when it is emitted: every expression of its table, in one program. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { jobModule } from "../../../compiler/emit/job-module.ts";
import { declareModule } from "../../../compiler/emit/module.ts";
import { openProgram } from "../../../compiler/program.ts";
import { jobStatements } from "../../../compiler/sql/job-statements.ts";
import { typeCheck } from "../../../compiler/type-check.ts";
import { expressionCases } from "../check/expression-cases.ts";
import { checkText, declarations } from "../check/support.ts";

function job([column, , clauses = ""]: (typeof expressionCases)[number], index: number): string {
  return `job j${index} {
  from hash "t${index}:{id:int}"
  ${clauses}
  into db.t${index} key (id) {
    id: bigint = @id
    ${column}
  }
}
`;
}

test("every expression becomes a well typed module", () => {
  const { plan, diagnostics } = checkText(declarations + expressionCases.map(job).join(""));
  assert.equal(
    diagnostics.map(({ code }) => code),
    [],
  );
  if (plan === undefined) throw new Error("there is no plan");
  const program = openProgram();
  for (const job of plan.jobs) {
    const { declarations } = jobModule(job, jobStatements(job));
    declareModule(program, { path: `${job.name}.ts`, header: "// One expression.", declarations });
  }
  assert.is(program.getSourceFiles().length, expressionCases.length);
  typeCheck(program);
});

test.run();
