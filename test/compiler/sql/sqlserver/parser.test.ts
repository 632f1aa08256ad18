/**
 * Every statement is read by a parser of T-SQL that is not ours. What it does not know is put into other words first: each of these constructs is
 * named below, and fails here when it is not needed.
 */
import parsing from "node-sql-parser";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { jobStatements } from "../../../../compiler/sql/job-statements.ts";
import { allTexts } from "../all-texts.ts";
import { jobOf } from "../shapes.ts";
import { SQLSERVER_SHAPES } from "./shapes.ts";

interface Unknown {
  /** In Microsoft's documentation of Transact-SQL. */
  readonly construct: string;
  readonly pattern: RegExp;
  readonly inOtherWords: string;
}

const UNKNOWN: readonly Unknown[] = [
  { construct: "OPENJSON … WITH", pattern: /OPENJSON\(@\w+\) WITH \(.*\) AS j/s, inOtherWords: "document AS j" },
  { construct: "SET of a variable", pattern: /^SET (@count) = /, inOtherWords: "SELECT " },
  { construct: "OPTION", pattern: /\nOPTION \([A-Z ,]+\)/g, inOtherWords: "" },
  { construct: "COLLATE in an expression", pattern: / COLLATE Latin1_General_100_BIN2/g, inOtherWords: "" },
  { construct: "join hints", pattern: /(INNER|LEFT) (?:LOOP|HASH) JOIN/g, inOtherWords: "$1 JOIN" },
  { construct: "DISTINCT with TOP", pattern: /SELECT DISTINCT TOP \(@limit\)/g, inOtherWords: "SELECT DISTINCT" },
  { construct: "TOP of an expression", pattern: /TOP \(IIF\([^)]*\)\)/g, inOtherWords: "TOP 1" },
  { construct: "EXCEPT within EXISTS", pattern: /\s+EXCEPT SELECT/g, inOtherWords: " UNION SELECT" },
];

const parser = new parsing.Parser();

function isRead(statement: string): boolean {
  try {
    parser.astify(statement, { database: "transactsql" });
    return true;
  } catch {
    return false;
  }
}

function reworded(statement: string, unknown: readonly Unknown[]): string {
  return unknown.reduce((text, { pattern, inOtherWords }) => text.replace(pattern, inOtherWords), statement);
}

const statements = SQLSERVER_SHAPES.flatMap((shape) => jobStatements(jobOf(shape)).flatMap(allTexts)).flatMap(
  ({ name, text }) => `${text};\n`.split(/;\n/).flatMap((part) => (part === "" ? [] : [{ name, text: part }])),
);

test("every statement is read by another parser of T-SQL, but for the constructs that it does not know", () => {
  const unread = statements.filter(({ text }) => !isRead(reworded(text, UNKNOWN)));
  assert.equal(unread, []);
  assert.ok(statements.length > 400);
});

for (const unknown of UNKNOWN) {
  test(`${unknown.construct} is unknown to it`, () => {
    const others = UNKNOWN.filter((other) => other !== unknown);
    assert.ok(statements.some(({ text }) => !isRead(reworded(text, others))));
  });
}

test("it does read: a statement with a word too much is refused", () => {
  const [first] = statements.filter(({ text }) => text.startsWith("UPDATE t"));
  const text = reworded(first?.text ?? "", UNKNOWN);
  assert.ok(isRead(text));
  assert.not(isRead(text.replace("FROM @i", "FROM FROM @i")));
});

test.run();
