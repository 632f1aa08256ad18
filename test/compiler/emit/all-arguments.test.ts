/** Each function, operator and column type with each kind of operand: refused, or a well typed module that can be loaded. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SIGNATURES } from "../../../compiler/check/built-ins.ts";
import { jobModule } from "../../../compiler/emit/job-module.ts";
import { declareModule } from "../../../compiler/emit/module.ts";
import { openProgram } from "../../../compiler/program.ts";
import { jobStatements } from "../../../compiler/sql/job-statements.ts";
import { typeCheck } from "../../../compiler/type-check.ts";
import { InternalError } from "../../../compiler/internal-error.ts";
import { random } from "../../support/random.ts";
import { checkText, declarations } from "../check/support.ts";

/** One of each kind of value, in a job over a document. */
const OPERANDS = [
  "m",
  "m.n",
  "m[0]",
  "null",
  "5",
  '"x"',
  "true",
  "{ a: 1 }",
  "[m, n]",
  "[1, null]",
  "@value",
  "@id",
  "@expires_at",
  "now()",
  "1h",
  "trim(m)",
  "length(m)",
  "(m as double)",
  "(m as boolean)",
  "(m as bytes)",
  "(m as date)",
  "(m as time)",
  "(m as timestamp)",
  "(m as uuid)",
  "[x as text for x in m]",
  "entries(m)",
  'split(m, ",")',
  "score",
  "other",
  "kept",
  "lazy",
] as const;

const OPERATORS = ["+", "-", "*", "/", "%", "++", "??", "==", "<", "is", "in", "and"];
const TYPES = [
  "text",
  "int",
  "numeric(9,2)",
  "double",
  "boolean",
  "json",
  "timestamptz",
  "date",
  "bytes",
  'native("inet")',
];

const CLAUSES = `lookup other = hash "o:{m}"
  lookup ranks = zset "r"
  let score = ranks["x"]
  let kept = m.kept
  let lazy = upper(m)`;

/** Constants that stand where nothing else may. */
const CONSTANTS: Readonly<Record<string, string>> = {
  pattern: 'r"x"',
  algorithm: '"md5"',
  mode: '"up"',
  unit: '"day"',
  part: '"day"',
  format: '"yyyy-MM-dd"',
  names: '["a"]',
  zone: '"UTC"',
  group: "0",
};

/** `left(m, 5)`: the operand as the first argument, and as the others where they are no constants. */
function callsOf(signature: string): readonly string[] {
  const [, name = "", list = ""] = /^(\w+)\((.*)\)$/.exec(signature) ?? [];
  const params = list === "" ? [] : list.split(", ");
  if (params.length === 0) return [`${name}()`];
  return OPERANDS.flatMap((operand) => {
    const others = params.slice(1).map((param) => CONSTANTS[param] ?? "m");
    const same = params.map((param) => CONSTANTS[param] ?? operand);
    return [...new Set([[operand, ...others], same, [operand]].map((args) => `${name}(${args.join(", ")})`))];
  });
}

const expressions = [
  ...[...SIGNATURES.values()].flatMap(callsOf),
  ...OPERATORS.flatMap((operator) =>
    OPERANDS.flatMap((left) => OPERANDS.map((right) => `${left} ${operator} ${right}`)),
  ),
  ...OPERANDS.flatMap((operand) => [
    operand,
    `case ${operand} when "x" then m when null then 1 else null end`,
    `case when m is null then ${operand} else m end`,
    `{ a: ${operand}, ...m }`,
    `{ ...${operand} }`,
    `[${operand}, m]`,
    `[x for x in ${operand}]`,
    `[x for x, y in ${operand} where x is not null]`,
    `first(${operand})`,
    `(${operand}).a`,
    `(${operand})[0]`,
    `(${operand})[lazy]`,
    `not ${operand}`,
    `-${operand}`,
    `${operand} between 1 and 2`,
    `"{m}" ++ ${operand}`,
    `try(${operand}) ?? m`,
    ...TYPES.map((type) => `${operand} as ${type}`),
  ]),
];

function rows(expression: string): readonly string[] {
  return TYPES.map((type) => `v: ${type} = ${expression}`);
}

function jobText(name: string, column: string): string {
  return `job ${name} { from json "${name}:{id:int}"\n${CLAUSES}\ninto db.${name} key (id) { id: bigint = @id, ${column} } }\n`;
}

/** A sample: all of them would take minutes. RDI_SAMPLE=20000 looks at most of them. */
const SAMPLE = Number(process.env["RDI_SAMPLE"] ?? 1500);
const { pick } = random();
const all = expressions.flatMap(rows);
const columns = Array.from({ length: SAMPLE }, () => pick(all));
const jobs = columns.flatMap(
  (column, index) => checkText(declarations + jobText(`j${index}`, column)).plan?.jobs ?? [],
);

test("a good part is accepted", () => {
  assert.ok(jobs.length > SAMPLE / 50, String(jobs.length));
});

test("all that is accepted is well typed", () => {
  const program = openProgram();
  for (const job of jobs) {
    const { declarations: made } = jobModule(job, jobStatements(job));
    const header = `// ${columns[Number(job.name.slice(1))] ?? ""}`;
    declareModule(program, { path: `${job.name}.ts`, header, declarations: made });
  }
  try {
    typeCheck(program);
  } catch (error) {
    if (!(error instanceof InternalError)) throw error;
    const about = (detail: string): string => columns[Number(/^j(\d+)\.ts/.exec(detail)?.[1])] ?? "";
    assert.unreachable(error.details.map((detail) => `${about(detail)}\n  ${detail}`).join("\n"));
  }
});

test.run();
