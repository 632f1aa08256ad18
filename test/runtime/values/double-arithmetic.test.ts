import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  addDouble,
  divideDouble,
  multiplyDouble,
  negateDouble,
  remainderDouble,
  subtractDouble,
} from "../../../runtime/values/double-arithmetic.ts";
import { rejects, site } from "./support.ts";

test("doubles calculate as doubles do", () => {
  assert.is(addDouble(0.1, 0.2), 0.1 + 0.2);
  assert.is(subtractDouble(1, 0.9), 1 - 0.9);
  assert.is(multiplyDouble(1e308, 10), Infinity);
  assert.is(divideDouble(1, 3, site), 1 / 3);
  assert.is(remainderDouble(-7, 3, site), -1);
  assert.is(negateDouble(Infinity), -Infinity);
  assert.ok(Number.isNaN(subtractDouble(Infinity, Infinity)));
});

test("only division by zero rejects", () => {
  for (const zero of [0, -0]) {
    rejects("RDI5016", () => divideDouble(1, zero, site));
    rejects("RDI5016", () => remainderDouble(NaN, zero, site));
  }
});

test.run();
