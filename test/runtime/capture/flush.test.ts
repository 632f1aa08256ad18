import { test } from "uvu";
import * as assert from "uvu/assert";
import { cutEntries, isRefusal } from "../../../runtime/capture/flush.ts";

test("entries hold at most 512 keys and about 64 kB, and all keys in order", () => {
  const short = Array.from({ length: 1300 }, (_, index) => `k${index}`);
  const long = Array.from({ length: 10 }, (_, index) => String(index).repeat(20_000));
  const huge = ["x".repeat(200_000)];
  const keys = [...short, ...huge, ...long];
  const entries = cutEntries(keys);
  assert.equal(entries.flat(), keys);
  for (const entry of entries) {
    assert.ok(entry.length > 0 && entry.length <= 512);
    assert.ok(entry.length === 1 || entry.join("").length + 4 * entry.length <= 65_536);
  }
  assert.is(entries.length, 3 + 1 + 4);
  assert.equal(cutEntries([]), []);
  assert.equal(cutEntries(["a"]), [["a"]]);
});

test("Redis' refusals to write are told from errors", () => {
  for (const message of ["OOM command not allowed", "READONLY You can't write", "MISCONF Redis is configured"]) {
    assert.ok(isRefusal(message));
  }
  assert.not.ok(isRefusal("WRONGTYPE Operation against a key"));
  assert.not.ok(isRefusal("NOPERM this user has no permissions"));
});

test.run();
