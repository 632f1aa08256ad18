import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";
import { refused } from "../expect.ts";

/** A hash is a row. */
export const ITEMS = `
job items {
  from hash "item:{id:int}"
  into db.items key (id) { id: bigint = @id, name: varchar(40), qty: int }
}`;

export const rows: Topic = {
  topic: "rows",
  behaviours: [
    {
      name: "keys become rows, one each",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        const result = await lane.commit({ "item:1": { name: "nut", qty: 5 }, "item:2": { name: "bolt" } });
        assert.equal(result, { kind: "committed", seq: 1n, upserted: 2, removed: 0 });
        assert.equal(await bench.rows("items"), ["1 | nut | 5", "2 | bolt | ∅"]);
      },
    },
    {
      name: "a changed key changes its row, and no other one",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": { name: "nut", qty: 5 }, "item:2": { name: "bolt" } });
        const result = await lane.commit({ "item:1": { name: "nut", qty: 6 }, "item:2": { name: "bolt" } });
        assert.equal(result, { kind: "committed", seq: 2n, upserted: 1, removed: 0 });
        assert.equal(await bench.rows("items"), ["1 | nut | 6", "2 | bolt | ∅"]);
      },
    },
    {
      name: "equal rows write nothing",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        const keys = { "item:1": { name: "nut", qty: 5 }, "item:2": {} };
        await lane.commit(keys);
        assert.equal(await lane.commit(keys), { kind: "committed", seq: 2n, upserted: 0, removed: 0 });
        assert.equal(await bench.rows("items"), ["1 | nut | 5", "2 | ∅ | ∅"]);
      },
    },
    {
      name: "a key that is gone takes its row with it, and one that never had a row is no error",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": { name: "nut" }, "item:2": { name: "bolt" } });
        const result = await lane.commit({ "item:1": null, "item:7": null });
        assert.equal(result, { kind: "committed", seq: 2n, upserted: 0, removed: 1 });
        assert.equal(await bench.rows("items"), ["2 | bolt | ∅"]);
      },
    },
    {
      name: "a batch that fails changes nothing, its good rows and its checkpoint included",
      jobs: ITEMS,
      before: (database) => database.alter.refuse("items", "name", "poison"),
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": { name: "nut" } });
        const batch = { "item:1": null, "item:2": { name: "bolt" }, "item:3": { name: "poison" } };
        await refused(lane.commit(batch), "data");
        assert.equal(await bench.rows("items"), ["1 | nut | ∅"]);
        const next = await lane.commit({ "item:2": { name: "bolt" } });
        assert.equal(next, { kind: "committed", seq: 2n, upserted: 1, removed: 0 });
      },
    },
    {
      name: "an empty batch and a probe move seq, and nothing else",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        assert.equal(await lane.commit({}), { kind: "committed", seq: 1n, upserted: 0, removed: 0 });
        await lane.session.probe();
        await lane.session.look?.();
        assert.equal(await lane.commit({ "item:1": {} }), { kind: "committed", seq: 3n, upserted: 1, removed: 0 });
        assert.equal(await bench.rows("items"), ["1 | ∅ | ∅"]);
      },
    },
    {
      name: "a batch on trial says what it would, and writes nothing",
      jobs: ITEMS,
      before: (database) => database.alter.refuse("items", "name", "poison"),
      run: async (bench) => {
        const lane = await bench.lane();
        const good = await lane.commit({ "item:1": { name: "nut" } }, { trial: true });
        assert.is(good.kind, "committed");
        await refused(lane.commit({ "item:1": { name: "poison" } }, { trial: true }), "data");
        assert.equal(await bench.rows("items"), []);
        assert.equal(await lane.commit({ "item:1": {} }), { kind: "committed", seq: 1n, upserted: 1, removed: 0 });
      },
    },
    {
      name: "one key's changes back and forth end as the last one says",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        for (const value of [{ name: "a" }, null, { name: "b" }, null, null, { name: "c" }])
          await lane.commit({ "item:1": value });
        assert.equal(await bench.rows("items"), ["1 | c | ∅"]);
      },
    },
    {
      name: "missing, empty and the word null are three things",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": {}, "item:2": { name: "" }, "item:3": { name: "null" } });
        assert.equal(await bench.cells("items"), [
          ["1", null, null],
          ["2", "", null],
          ["3", "null", null],
        ]);
      },
    },
  ],
};
