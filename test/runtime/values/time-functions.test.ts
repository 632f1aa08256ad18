import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../../runtime/values/exact.ts";
import { FIRST_INSTANT, LAST_INSTANT, duration, instant } from "../../../runtime/values/instant.ts";
import { formatInstant } from "../../../runtime/values/time-format.ts";
import {
  fromMicros,
  fromMillis,
  fromSeconds,
  minusDuration,
  minusInstant,
  plusDuration,
} from "../../../runtime/values/time-functions.ts";
import { property, rejects, site } from "./support.ts";

test("instants from seconds, milliseconds and microseconds", () => {
  assert.is(fromSeconds(exact("1.000001"), site), 1_000_001n);
  assert.is(fromMillis(exact("-0.001"), site), -1n);
  assert.is(fromMicros(exact("1700000000123456"), site), 1700000000123456n);
  assert.is(formatInstant(fromMillis(exact("0"), site)), "1970-01-01 00:00:00+00");
});

test("digits beyond microseconds and instants beyond PostgreSQL's are rejected", () => {
  rejects("RDI5011", () => fromSeconds(exact("1.0000001"), site));
  rejects("RDI5011", () => fromMillis(exact("0.0001"), site));
  rejects("RDI5011", () => fromMicros(exact("0.5"), site));
  rejects("RDI5011", () => fromSeconds(exact("1e1000000"), site));
  rejects("RDI5011", () => fromSeconds(exact("1e-16000"), site));
  assert.is(fromMicros(exact(String(FIRST_INSTANT)), site), FIRST_INSTANT);
  assert.is(fromMicros(exact(String(LAST_INSTANT)), site), LAST_INSTANT);
  rejects("RDI5011", () => fromMicros(exact(String(FIRST_INSTANT - 1n)), site));
  rejects("RDI5011", () => fromMicros(exact(String(LAST_INSTANT + 1n)), site));
});

test("milliseconds agree with Date", () => {
  property(2000, (random) => {
    const millis = (random.below(2 ** 31) - 2 ** 30) * 4000 + random.below(1000);
    const iso = new Date(millis).toISOString();
    const shortest = iso.replace("T", " ").replace(/\.000Z$|(\.\d*[1-9])0*Z$/, "$1+00");
    assert.is(formatInstant(fromMillis(exact(String(millis)), site)), shortest);
  });
});

test("durations move instants, and the difference of instants is a duration", () => {
  const start = instant(1_000_000n);
  const day = duration(86_400_000_000n);
  assert.is(plusDuration(start, day), 86_401_000_000n);
  assert.is(minusDuration(plusDuration(start, day), day), start);
  assert.is(minusInstant(start, plusDuration(start, day)), -86_400_000_000n);
});

test.run();
