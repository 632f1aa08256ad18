/** test/live/geo.test.ts compares with Redis. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { geoLatitude, geoLongitude } from "../../../runtime/values/geo.ts";
import { rejects, site } from "./support.ts";

test("the corners of the grid are half a cell inside", () => {
  const [halfLongitude, halfLatitude] = [180 / 2 ** 26, 85.05112878 / 2 ** 26];
  assert.ok(Math.abs((geoLongitude(0, site) ?? 0) + 180 - halfLongitude) < 1e-13);
  assert.ok(Math.abs((geoLatitude(0, site) ?? 0) + 85.05112878 - halfLatitude) < 1e-13);
  assert.ok(Math.abs((geoLongitude(2 ** 52 - 1, site) ?? 0) - 180 + halfLongitude) < 1e-13);
  assert.ok(Math.abs((geoLatitude(2 ** 52 - 1, site) ?? 0) - 85.05112878 + halfLatitude) < 1e-13);
});

test("the upper end of a range is a cell of its own", () => {
  assert.is(geoLatitude(2 ** 52, site), 85.05112878);
  assert.is(geoLongitude(2 ** 53, site), 180);
});

test("a score that is no position rejects", () => {
  for (const score of [-1, 0.5, 2 ** 54, NaN, Infinity]) {
    rejects("RDI5011", () => geoLongitude(score, site));
    rejects("RDI5011", () => geoLatitude(score, site));
  }
});

test.run();
