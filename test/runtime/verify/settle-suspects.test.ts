/** Looks may take long, of many keys or wide rows: what is known of a key must not depend on it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Difference, KeyLook } from "../../../runtime/verify/look.ts";
import { evidenceOf, settleSuspects } from "../../../runtime/verify/settle-suspects.ts";
import { keysTable } from "../../support/redis-tables.ts";

const SLOW_MS = 60_000;
const realNow = Date.now;
let clock = 0;

test.before.each(() => {
  clock = realNow();
  Date.now = () => clock;
});
test.after.each(() => {
  Date.now = realNow;
});

const missing = (identity: string): readonly Difference[] => [{ kind: "missing_row", table: keysTable, identity }];
const differs = (identity: string): KeyLook => ({ kind: "differs", differences: missing(identity) });

/** What becomes of a key that is missing at first, by what each further look finds. */
async function verdict(look: (count: number) => KeyLook): Promise<string> {
  let looks = 0;
  const [settled] = await settleSuspects(
    new Map([["k:1", evidenceOf(missing("first"))]]),
    async () => {
      clock += SLOW_MS;
      return { looks: new Map([["k:1", look(++looks)]]), rows: 1 };
    },
    { pass: async () => true, waiting: async () => new Set() },
  );
  return `${settled?.kind} after ${looks} looks`;
}

test("what is the same at each look differs, however long a look takes", async () => {
  assert.is(await verdict(() => differs("first")), "differs after 2 looks");
});

test("what is another difference at each look changes, and is given up when the time is over", async () => {
  assert.is(await verdict((count) => differs(`at ${count}`)), "changing after 2 looks");
});

test("what is equal later never differed", async () => {
  assert.is(await verdict(() => ({ kind: "equal", differences: [] })), "equal after 1 looks");
});

test.run();
