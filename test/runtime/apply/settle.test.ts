import { test } from "uvu";
import * as assert from "uvu/assert";
import type { MappedKey } from "../../../runtime/apply/map-keys.ts";
import { createRoute, type Route } from "../../../runtime/apply/route.ts";
import { settle, type Settled } from "../../../runtime/apply/settle.ts";
import type { Job, Table } from "../../../runtime/job.ts";
import { SinkError, type CommitResult, type WriteBatch } from "../../../runtime/sinks/sink.ts";
import { customersJob } from "./customers-job.ts";
import { createMemorySink } from "./memory-sink.ts";
import { tablesOf } from "../../support/tables.ts";

type Row = { readonly id: number; readonly claim?: string };

test("of a thousand rows one is poison: 999 are committed, one is refused with the server's message", async () => {
  const { settled, commits } = await settleWith(
    { refuse: (rows) => (rows.some(({ id }) => id === 417) ? data("check") : undefined) },
    1000,
  );
  assert.is(settled.done.length, 999);
  assert.equal(
    settled.refused.map(({ item, code }) => [item.key, code]),
    [["k417", "RDI5020"]],
  );
  assert.match(settled.refused[0]?.message ?? "", /says no.*\[check\]/);
  assert.ok(commits < 25, `${commits} transactions`);
});

test("every key of a batch is poison: all are refused, one by one", async () => {
  const { settled } = await settleWith({ refuse: () => data("22003") }, 5);
  assert.is(settled.done.length, 0);
  assert.equal(
    settled.refused.map(({ item }) => item.key),
    ["k0", "k1", "k2", "k3", "k4"],
  );
});

test("an order-dependent error heals as one full replacement where the tables allow it", async () => {
  const modes: string[] = [];
  const { settled } = await settleWith(
    { replaceable: true, refuse: (_, mode) => (modes.push(mode), mode === "upsert" ? order("23505") : undefined) },
    4,
  );
  assert.equal(modes, ["upsert", "replace"]);
  assert.is(settled.done.length, 4);
  assert.is(settled.parked.length, 0);
});

test("without full replacement only the guilty key is parked, with the constraint", async () => {
  const { settled } = await settleWith(
    { refuse: (rows) => (rows.some(({ id }) => id === 2) ? order("23505") : undefined) },
    4,
  );
  assert.equal(
    settled.parked.map(({ item, code, constraint }) => [item.key, code, constraint]),
    [["k2", "RDI5030", "customers.email_key"]],
  );
  assert.equal(
    settled.done.map(({ key }) => key),
    ["k0", "k1", "k3"],
  );
});

test("a foreign key that is not satisfied has its own code, and so have other conflicts", async () => {
  const foreign = await settleWith({ refuse: () => order("23503") }, 1);
  const exclusion = await settleWith({ refuse: () => order("23P01") }, 1);
  assert.is(foreign.settled.parked[0]?.code, "RDI5032");
  assert.is(exclusion.settled.parked[0]?.code, "RDI5033");
});

for (const [kind, unique, foreign] of [
  ["PostgreSQL", "23505", "23503"],
  ["MySQL", "1062", "1452"],
  ["SQL Server", "2627", "547"],
  ["SQLite", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_FOREIGNKEY"],
] as const) {
  test(`a unique value that is taken and a foreign key have codes of their own in ${kind}, too`, async () => {
    const codes = [unique, foreign].map(async (code) => {
      const { settled } = await settleWith({ refuse: () => order(code) }, 1);
      return settled.parked[0]?.code;
    });
    assert.equal(await Promise.all(codes), ["RDI5030", "RDI5032"]);
  });
}

test("a row that another key owns parks its key with the owner's name, and the others are committed", async () => {
  const { settled } = await settleWith({ collide: (rows) => rows.findIndex(({ id }) => id === 1) }, 3);
  assert.equal(
    settled.parked.map(({ item, code, rivals }) => [item.key, code, rivals]),
    [["k1", "RDI5031", ["owner"]]],
  );
  assert.equal(
    settled.done.map(({ key }) => key),
    ["k0", "k2"],
  );
});

test("of two keys that claim one row the first in the stream wins, the other is parked with its name", async () => {
  const items = [item(0, "x"), item(1, "y"), item(2, "x")];
  const { settled } = await settleWith({ contested: true }, items);
  assert.equal(
    settled.done.map(({ key }) => key),
    ["k0", "k1"],
  );
  assert.equal(
    settled.parked.map(({ item: one, code, rivals }) => [one.key, code, rivals]),
    [["k2", "RDI5031", ["k0"]]],
  );
});

test("a lost connection is nobody's fault: it is passed on, also from within a bisection", async () => {
  let attempts = 0;
  const lost = new SinkError("connection", "57P01", "gone");
  const failing = settleWith({ refuse: () => (++attempts === 3 ? lost : data("22003")) }, 4);
  assert.is(
    await failing.then(
      () => undefined,
      (error: unknown) => error,
    ),
    lost,
  );
});

test("the entry whose rows are appended is stored with them, by the transaction that writes all keys", async () => {
  const { appended } = await settleWith({ collide: (rows) => rows.findIndex(({ id }) => id === 1) }, 3, "17-3");
  assert.equal(appended, ["17-3"]);
});

test("with a key that is refused by itself the others are appended in one transaction", async () => {
  const { appended, settled } = await settleWith(
    { refuse: (rows) => (rows.some(({ id }) => id === 2) ? data("22003") : undefined) },
    4,
    "17-3",
  );
  assert.equal(appended, ["17-3"]);
  assert.is(settled.done.length, 3);
  assert.equal(
    settled.refused.map(({ item: one }) => one.key),
    ["k2"],
  );
});

test("where only their company is refused halves store no entry; a last transaction does, when all of them are through", async () => {
  const { appended, settled } = await settleWith(
    {
      refuse: (rows) =>
        rows.some(({ id }) => id === 1) && rows.some(({ id }) => id === 2) ? order("23505") : undefined,
    },
    4,
    "17-3",
  );
  assert.equal(appended, [undefined, undefined, "17-3"]);
  assert.is(settled.done.length, 4);
});

test("where every key is refused no entry is stored", async () => {
  const { appended } = await settleWith({ refuse: () => data("22003") }, 3, "17-3");
  assert.equal(appended, []);
});

test("what is left out is written down before the commit that stores the entry, or a crash would lose its rows", async () => {
  const refused: Refusals = { refuse: (rows) => (rows.some(({ id }) => id === 2) ? data("22003") : undefined) };
  const conflicted: Refusals = { refuse: (rows) => (rows.some(({ id }) => id === 2) ? order("23505") : undefined) };
  const collided: Refusals = { collide: (rows) => rows.findIndex(({ id }) => id === 1) };
  for (const refusals of [refused, conflicted, collided])
    assert.equal((await settleWith(refusals, 4, "17-3")).writtenDown, [1]);
  const rivals = [item(1, "same"), item(2, "same"), item(3)];
  assert.equal((await settleWith({ contested: true }, rivals, "17-3")).writtenDown, [1]);
});

interface Refusals {
  readonly refuse?: (rows: readonly Row[], mode: WriteBatch["mode"]) => SinkError | undefined;
  readonly collide?: (rows: readonly Row[]) => number;
  readonly replaceable?: boolean;
  readonly contested?: boolean;
}

interface Outcome {
  readonly settled: Settled;
  readonly commits: number;
  /** By each commit that is no trial. */
  readonly appended: readonly (string | undefined)[];
  /** How many keys had been written down before each commit that stored an entry. */
  readonly writtenDown: readonly number[];
}

async function settleWith(refusals: Refusals, given: number | readonly MappedKey[], entry?: string): Promise<Outcome> {
  const items = typeof given === "number" ? Array.from({ length: given }, (_, id) => item(id)) : given;
  const route = routeOf(refusals);
  const appended: (string | undefined)[] = [];
  const writtenDown: number[] = [];
  let down = 0;
  let commits = 0;
  async function commit({ tables: [write], mode, appended: last, trial = false }: WriteBatch): Promise<CommitResult> {
    commits++;
    const rows = (write?.rows ?? []) as readonly Row[];
    const refusal = refusals.refuse?.(rows, mode);
    if (refusal !== undefined) throw refusal;
    const index = refusals.collide?.(rows) ?? -1;
    if (index >= 0 && write !== undefined)
      return { kind: "collided", collisions: [{ table: write.table, index, ownerKey: "owner" }] };
    if (!trial) appended.push(last);
    if (last !== undefined) writtenDown.push(down);
    return { kind: "committed", seq: 1n, upserted: rows.length, removed: 0 };
  }
  const claim = async () => ({ epoch: 1n, seq: 0n, source: "s", projectSource: "s" });
  const session = { claim, commit, probe: async () => undefined, close: async () => undefined };
  const writer = {
    route,
    session,
    readAt: undefined,
    appended: entry,
    writeDown: async ({ parked, refused }: Settled) => void (down = parked.length + refused.length),
    retried: () => undefined,
  };
  return { settled: await settle(writer, items), commits, appended, writtenDown };
}

function routeOf({ replaceable = false, contested = false }: Refusals): Route {
  const job = customersJob();
  const [first] = tablesOf(job);
  if (first === undefined) throw new Error("the job has no table");
  const collisions = { name: "c", text: "", values: () => [], keyOf: () => undefined };
  const table: Table = {
    ...first,
    collisions: contested ? collisions : undefined,
    identityOf: (row) => (row as Row).claim ?? String((row as Row).id),
  };
  const changed: Job = { ...job, tables: [table] };
  return createRoute(changed, "warehouse", { ...createMemorySink(), canReplace: () => replaceable });
}

function item(id: number, claim?: string): MappedKey {
  const row: Row = claim === undefined ? { id } : { id, claim };
  return { key: `k${id}`, owners: [{ id }], rows: [[row]], captures: {}, value: {} };
}

function data(code: string): SinkError {
  return new SinkError("data", code, "says no");
}

function order(code: string): SinkError {
  return new SinkError("order", code, "duplicate", { table: "customers", constraint: "email_key" });
}

test.run();
