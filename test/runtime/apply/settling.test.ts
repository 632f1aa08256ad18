import { test } from "uvu";
import * as assert from "uvu/assert";
import type { RawEntry } from "../../../runtime/apply/part.ts";
import { createSettling } from "../../../runtime/apply/settling.ts";
import { packKeys } from "../../../runtime/control/stream-entry.ts";
import { random } from "../../support/random.ts";

const SETTLE = 1000;

test("a key goes when its first change is old enough, with all changes of it that came by then", () => {
  const settling = createSettling(SETTLE);
  settling.add([entry(10_000, "a"), entry(10_200, "a"), entry(10_999, "a")]);
  assert.is(settling.take(10_999, 10), undefined);
  assert.is(settling.nextDue(10_999), 1);
  const part = settling.take(11_000, 10);
  assert.equal(part?.keys, ["a"]);
  assert.equal(part?.times, [10_999_000n]);
  assert.equal(ids(part?.finishes), ["10000-0", "10200-0", "10999-0"]);
  assert.is(settling.nextDue(11_000), undefined);
});

test("an entry is finished with the last of its keys, and a change behind the read is a new one", () => {
  const settling = createSettling(SETTLE);
  settling.add([entry(10_000, "a"), entry(10_500, "a", "b")]);
  assert.equal(ids(settling.take(11_000, 10)?.finishes), ["10000-0"]);
  settling.add([entry(11_100, "a")]);
  const second = settling.take(11_500, 10);
  assert.equal(second?.keys, ["b"]);
  assert.equal(ids(second?.finishes), ["10500-0"]);
  assert.equal(settling.take(12_100, 10)?.keys, ["a"]);
});

test("a key that a sweep names goes at once and takes its waiting changes with it", () => {
  const settling = createSettling(SETTLE);
  settling.add([entry(10_000, "a"), sweepEntry(10_001, "a", "b")]);
  const part = settling.take(10_001, 10);
  assert.equal(part?.keys, ["a", "b"]);
  assert.equal(ids(part?.finishes), ["10000-0", "10001-0"]);
});

test("when too many wait the oldest go early", () => {
  const settling = createSettling(SETTLE, 3);
  settling.add([entry(10_000, "a"), entry(10_001, "b")]);
  assert.is(settling.take(10_002, 10), undefined);
  settling.add([entry(10_002, "c")]);
  assert.ok(settling.isFull);
  assert.equal(settling.take(10_002, 10)?.keys, ["a"]);
  assert.not(settling.isFull);
});

test("a malformed entry and one without keys are finished with the next part", () => {
  const settling = createSettling(SETTLE);
  const malformed = { id: Buffer.from("10000-0"), fields: [Buffer.from("k"), Buffer.from([0, 0, 0, 9, 65])] };
  settling.add([malformed, entry(10_001)]);
  const part = settling.take(10_001, 10);
  assert.equal(part?.keys, []);
  assert.equal(part?.malformed, [malformed]);
  assert.equal(ids(part?.finishes), ["10000-0", "10001-0"]);
});

test("whatever comes, each change is taken after it came and before it is too old, and each entry is finished once, behind its keys", () => {
  const dice = random();
  for (let round = 0; round < 50; round++) {
    const settling = createSettling(SETTLE);
    const open = new Map<string, { keys: Set<string>; time: number; sweep: boolean }>();
    let most = 0;
    for (let now = 10_000; now < 20_000; now += 50) {
      if (now < 17_000) {
        const keys = Array.from({ length: dice.int(1, 4) }, () => `k${dice.int(0, 8)}`);
        const sweep = dice.chance(0.1);
        settling.add([sweep ? sweepEntry(now, ...keys) : entry(now, ...keys)]);
        open.set(`${now}-0`, { keys: new Set(keys), time: now, sweep });
      }
      for (let part = settling.take(now, 3); part !== undefined; part = settling.take(now, 3)) {
        const taken = part.keys;
        for (const one of open.values()) for (const key of taken) one.keys.delete(key);
        for (const { id } of part.finishes) {
          assert.is(open.get(id)?.keys.size, 0, `${id} is finished before its keys went`);
          open.delete(id);
        }
        most = Math.max(most, taken.length);
      }
      for (const [id, { keys, time, sweep }] of open) {
        assert.ok(keys.size > 0, `${id} was not finished`);
        assert.ok(now - time < (sweep ? 1 : SETTLE), `${id} waits too long`);
      }
    }
    assert.is(open.size, 0);
    assert.is(most, 3);
  }
});

function ids(finishes: readonly { readonly id: string }[] | undefined): readonly string[] | undefined {
  return finishes?.map(({ id }) => id);
}

function entry(time: number, ...keys: readonly string[]): RawEntry {
  return { id: Buffer.from(`${time}-0`), fields: [Buffer.from("k"), packKeys(keys)] };
}

function sweepEntry(time: number, ...keys: readonly string[]): RawEntry {
  const { id, fields } = entry(time, ...keys);
  return { id, fields: [...fields, Buffer.from("s"), Buffer.from("token")] };
}

test.run();
