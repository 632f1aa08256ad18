import { test } from "uvu";
import * as assert from "uvu/assert";
import { nativeCast, nativeStored, nativeTypeProblem } from "../../../compiler/sql/postgres/native-types.ts";

const GOOD: readonly (readonly [written: string, cast: string, stored: string])[] = [
  ["citext", '"citext"', '"citext"'],
  ["public.mood", '"public"."mood"', '"public"."mood"'],
  ["Mood", '"mood"', '"mood"'],
  ['"Mood"', '"Mood"', '"Mood"'],
  ['"a ""b"" c"."d.e"', '"a ""b"" c"."d.e"', '"a ""b"" c"."d.e"'],
  ["numeric(5, 2)", '"numeric"', '"numeric"(5,2)'],
  ["geometry(Point,4326)", '"geometry"', '"geometry"(Point,4326)'],
  ["text[]", '"text"[]', '"text"[]'],
  ["varchar(3)[]", '"varchar"[]', '"varchar"(3)[]'],
  ["int []", '"int4"[]', '"int4"[]'],
  ["double precision[]", '"float8"[]', '"float8"[]'],
  ["Timestamp With Time Zone[]", '"timestamptz"[]', '"timestamptz"[]'],
  ["bit varying(4)", '"varbit"', '"varbit"(4)'],
  ['"integer"', '"integer"', '"integer"'],
  ["myschema.int", '"myschema"."int"', '"myschema"."int"'],
];

for (const [written, cast, stored] of GOOD) {
  test(`${written} is a type`, () => {
    assert.is(nativeTypeProblem(written), undefined);
    assert.is(nativeCast(written), cast);
    assert.is(nativeStored(written), stored);
  });
}

const BAD = [
  "",
  " ",
  "a b",
  "a; DROP TABLE t",
  "a'b",
  'a"b',
  '"a',
  '""',
  '"a\0b"',
  "a.b.c",
  "a.",
  "numeric(5,2",
  "numeric()",
  "numeric(5;2)",
  "numeric((5))",
  "numeric(f(5))",
  "text[][]",
  "text[3]",
  "a--b",
  "a/*b*/",
  "1a",
  "a::text",
  "setof t",
  "t%rowtype",
  'x"y"',
];

for (const written of BAD) {
  test(`${JSON.stringify(written)} is no type`, () => {
    assert.match(nativeTypeProblem(written) ?? "", "is not the name of a type");
    assert.throws(() => nativeCast(written));
  });
}

for (const written of ["varchar(3)", "character varying(3)", "char(2)", "character", "bpchar", "CHAR"]) {
  test(`${written} would be cut off, so the language's own type is to be written`, () =>
    assert.match(nativeTypeProblem(written) ?? "", "without native"));
}

test.run();
