import { test } from "uvu";
import * as assert from "uvu/assert";
import { same } from "../../../runtime/values/comparison.ts";
import { and, attempt, coalesce, holds, lazy, noArm, not, nullIf, or, reject } from "../../../runtime/values/logic.ts";
import type { Bool } from "../../../runtime/values/logic.ts";
import { decodeInt } from "../../../runtime/values/decode-numbers.ts";
import { rejectionOf, rejects, site } from "./support.ts";

const never = (): never => assert.unreachable("must not be evaluated") as never;

/** left, right, and, or: SQL's truth table. */
const TABLE: readonly (readonly [Bool, Bool, Bool, Bool])[] = [
  [true, true, true, true],
  [true, false, false, true],
  [true, null, null, true],
  [false, true, false, true],
  [false, false, false, false],
  [false, null, false, null],
  [null, true, null, true],
  [null, false, false, null],
  [null, null, null, null],
];

test("and, or follow SQL's truth table", () => {
  for (const [left, right, both, either] of TABLE) {
    const why = `${left}, ${right}`;
    assert.is(
      and(left, () => right),
      both,
      why,
    );
    assert.is(
      or(left, () => right),
      either,
      why,
    );
  }
});

test("not turns true and false round and leaves null; only true holds", () => {
  assert.equal([true, false, null].map(not), [false, true, null]);
  assert.equal([true, false, null].map(holds), [true, false, false]);
});

test("and, or and ?? stop early", () => {
  assert.is(and(false, never), false);
  assert.is(or(true, never), true);
  assert.is(coalesce("x", never), "x");
  assert.is(coalesce(0, never), 0);
  assert.is(coalesce("", never), "");
  assert.is(coalesce<boolean>(false, never), false);
});

test("?? takes the right side for null", () => {
  assert.is(
    coalesce<string>(null, () => "y"),
    "y",
  );
  assert.is(
    coalesce<string | null>(null, () => null),
    null,
  );
});

test("nullIf is null for the unwanted value only", () => {
  assert.is(nullIf("", "", same), null);
  assert.is(nullIf("x", "", same), "x");
  assert.is(nullIf<string>("x", null, same), "x");
  assert.is(nullIf<string>(null, "x", same), null);
});

test("attempt is null for a rejection and passes other errors on", () => {
  assert.is(
    attempt(() => decodeInt("abc", site)),
    null,
  );
  assert.is(
    attempt(() => reject("no", site)),
    null,
  );
  assert.is(
    attempt(() => decodeInt("7", site)),
    7,
  );
  assert.throws(
    () =>
      attempt(() => {
        throw new TypeError("a mistake");
      }),
    /a mistake/,
  );
});

test("reject rejects with its own text", () => {
  assert.is(rejectionOf(() => reject("unknown type x", site)).message, "unknown type x");
  assert.is(rejectionOf(() => reject(null, site)).message, "rejected");
  rejects("RDI5018", () => reject("x", site));
});

test("a case without a fitting arm rejects with a code of its own", () => rejects("RDI5017", () => noArm(site)));

test("a let is evaluated when it is used, and once, for null too", () => {
  let evaluations = 0;
  const value = lazy(() => {
    evaluations++;
    return null;
  });
  assert.is(evaluations, 0);
  assert.is(value(), null);
  assert.is(value(), null);
  assert.is(evaluations, 1);
});

test("a let that rejects, rejects at every use", () => {
  const value = lazy(() => decodeInt("abc", site));
  rejects("RDI5010", value);
  rejects("RDI5010", value);
});

test.run();
