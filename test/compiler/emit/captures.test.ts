/** Every type of capture in every type of column, at the edges of both: a value is what the key says, or the key is rejected. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkText, declarations } from "../check/support.ts";
import { jobsOf, rowsOf } from "./load-text.ts";

const COLUMNS = [
  ...[
    "smallint",
    "int",
    "bigint",
    "numeric",
    "numeric(3)",
    "numeric(9)",
    "numeric(10)",
    "numeric(11,2)",
    "numeric(12,2)",
  ],
  ...["numeric(18)", "numeric(19)", "real", "double", "boolean", "text", "varchar(4)", "char(4)", "uuid", "bytes"],
  ...["date", "time", "timestamp", "timestamptz"],
];

/** A value by its capture's text: what it becomes, or a code. */
type Outcomes = Readonly<Record<string, string>>;

const INT: Outcomes = { "0": "0", "-2147483648": "-2147483648", "2147483647": "2147483647" };
const BEYOND_INT: Outcomes = { "2147483648": "RDI5011", "-2147483649": "RDI5011", ["9".repeat(30)]: "RDI5011" };
const SMALLINT: Outcomes = { "-32768": "-32768", "32767": "32767", "32768": "RDI5011", "-32769": "RDI5011" };
const NUMERIC3: Outcomes = { "-999": "-999", "999": "999", "1000": "RDI5011" };
const NUMERIC9: Outcomes = { "999999999": "999999999", "1000000000": "RDI5011", "-1000000000": "RDI5011" };
const BIGINT: Outcomes = {
  "-9223372036854775808": "-9223372036854775808",
  "9223372036854775807": "9223372036854775807",
};
const BEYOND_BIGINT: Outcomes = { "9223372036854775808": "RDI5011", "-9223372036854775809": "RDI5011" };
const UUID: Outcomes = {
  "00000000-0000-0000-0000-00000000000a": "00000000-0000-0000-0000-00000000000a",
  "ffffffff-ffff-ffff-ffff-ffffffffffff": "ffffffff-ffff-ffff-ffff-ffffffffffff",
};
/** Days since 1970. */
const DATE: Outcomes = { "0001-01-01": "-719162", "2024-02-29": "19782", "9999-12-31": "2932896" };
const DATE_TEXT: Outcomes = { "0001-01-01": "0001-01-01", "2024-02-29": "2024-02-29", "9999-12-31": "9999-12-31" };
const NO_DATE: Outcomes = { "2023-02-29": "RDI5010", "2024-13-01": "RDI5010", "0000-01-01": "RDI5011" };
const TEXT: Outcomes = { a: "a", "007": "007", " é€😀": " é€😀" };

/** By capture type: columns that take it, with what becomes of values. All other columns are a type error. */
const FITTING: Readonly<Record<string, Readonly<Record<string, Outcomes>>>> = {
  int: {
    smallint: { ...SMALLINT, ...BEYOND_INT },
    int: { ...INT, ...BEYOND_INT },
    bigint: { ...INT, ...BEYOND_INT },
    numeric: { ...INT, ...BEYOND_INT },
    "numeric(3)": { ...NUMERIC3, ...BEYOND_INT },
    "numeric(9)": { ...NUMERIC9, ...BEYOND_INT },
    "numeric(10)": { ...INT, ...BEYOND_INT },
    "numeric(11,2)": { ...NUMERIC9, ...BEYOND_INT },
    "numeric(12,2)": { ...INT, ...BEYOND_INT },
    "numeric(18)": { ...INT, ...BEYOND_INT },
    "numeric(19)": { ...INT, ...BEYOND_INT },
  },
  bigint: {
    smallint: { ...SMALLINT, ...BEYOND_BIGINT },
    int: { ...INT, ...BEYOND_INT, ...BEYOND_BIGINT },
    bigint: { ...BIGINT, ...BEYOND_BIGINT },
    numeric: { ...BIGINT, ...BEYOND_BIGINT },
    "numeric(3)": { ...NUMERIC3, ...BEYOND_BIGINT },
    "numeric(9)": { ...NUMERIC9, ...BEYOND_BIGINT },
    "numeric(10)": { "9999999999": "9999999999", "10000000000": "RDI5011", ...BEYOND_BIGINT },
    "numeric(11,2)": { ...NUMERIC9, ...BEYOND_BIGINT },
    "numeric(12,2)": { "9999999999": "9999999999", "10000000000": "RDI5011", ...BEYOND_BIGINT },
    "numeric(18)": { ["9".repeat(18)]: "9".repeat(18), ["1" + "0".repeat(18)]: "RDI5011", ...BEYOND_BIGINT },
    "numeric(19)": { ...BIGINT, ...BEYOND_BIGINT },
  },
  uuid: { uuid: UUID },
  date: { date: { ...DATE, ...NO_DATE } },
  text: { text: TEXT, "varchar(4)": { ...TEXT, abcde: "RDI5013" } },
  any: { text: { ...TEXT, "a:b": "a:b" }, "varchar(4)": { ...TEXT, "a:b:c": "RDI5013" } },
};

/** Where a capture becomes text it is the same text, and what its type does not hold is rejected as well. */
const AS_TEXT: Readonly<Record<string, Outcomes>> = {
  int: { ...INT, ...BEYOND_INT },
  bigint: { ...BIGINT, ...BEYOND_BIGINT },
  uuid: UUID,
  date: { ...DATE_TEXT, ...NO_DATE },
  text: TEXT,
  any: { ...TEXT, "a:b": "a:b" },
};

interface Row {
  readonly capture: string;
  readonly clauses: string;
  readonly column: string;
  readonly outcomes: Outcomes;
}

const rows: readonly Row[] = [
  ...Object.entries(FITTING).flatMap(([capture, columns]) =>
    Object.entries(columns).flatMap(([type, outcomes]) => [
      { capture, clauses: "", column: `v: ${type} = @c`, outcomes },
      { capture, clauses: "let c = @c", column: `v: ${type} = c`, outcomes },
    ]),
  ),
  ...Object.entries(AS_TEXT).flatMap(([capture, outcomes]) => [
    { capture, clauses: "", column: 'v: text = "{@c}"', outcomes },
    { capture, clauses: "", column: "v: text = @c as text", outcomes },
    { capture, clauses: "let c = @c", column: 'v: text = "{c}"', outcomes },
  ]),
];

function jobText(name: string, { capture, clauses, column }: Pick<Row, "capture" | "clauses" | "column">): string {
  const into = `into db.${name} key (k) { k: text = @key, ${column} }`;
  return `job ${name} { from hash "${name}/{c:${capture}}"\n${clauses}\n${into} }\n`;
}

const jobs = await jobsOf(declarations + rows.map((row, index) => jobText(`j${index}`, row)).join(""));

for (const [index, { capture, clauses, column, outcomes }] of rows.entries()) {
  test(`{c:${capture}}, ${clauses === "" ? "" : `${clauses}, `}${column}`, () => {
    const job = jobs.find(({ name }) => name === `j${index}`);
    if (job === undefined) throw new Error("the job is missing");
    for (const [text, expected] of Object.entries(outcomes)) {
      const found = rowsOf(job, `j${index}/${text}`);
      assert.is(Array.isArray(found) ? String(found[0]?.["v"]) : found, expected, text);
    }
  });
}

test("a capture in a column of another kind is a type error", () => {
  for (const [capture, fitting] of Object.entries(FITTING)) {
    for (const type of COLUMNS.filter((column) => !Object.hasOwn(fitting, column))) {
      const { diagnostics } = checkText(
        declarations + jobText("j", { capture, clauses: "", column: `v: ${type} = @c` }),
      );
      const codes = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
      assert.ok(
        codes.includes("RDI2020") || codes.includes("RDI2041"),
        `{c:${capture}} in ${type}: ${codes.join(" ")}`,
      );
    }
  }
});

test.run();
