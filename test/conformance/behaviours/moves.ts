import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";

/** A row whose key is part of the value: it moves with the value, and two keys may want it. */
export const SALES = `
job sales {
  from hash "sale:{id}"
  into db.sales key (receipt) { receipt: varchar(40) = receipt, redis_key: varchar(60) not null = @key, note: varchar(40) }
}`;

export const moves: Topic = {
  topic: "moves and collisions",
  behaviours: [
    {
      name: "a row whose key changes moves",
      jobs: SALES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "sale:1": { receipt: "r1", note: "a" } });
        const result = await lane.commit({ "sale:1": { receipt: "r2", note: "a" } });
        assert.equal(result, { kind: "committed", seq: 2n, upserted: 1, removed: 1 });
        assert.equal(await bench.rows("sales"), ["r2 | sale:1 | a"]);
      },
    },
    {
      name: "a row that stays is not removed by another one's move",
      jobs: SALES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "sale:1": { receipt: "r1" }, "sale:2": { receipt: "r2" }, "sale:3": { receipt: "r3" } });
        await lane.commit({ "sale:1": { receipt: "r1" }, "sale:2": { receipt: "r9" }, "sale:3": null });
        assert.equal(await bench.rows("sales"), ["r1 | sale:1 | ∅", "r9 | sale:2 | ∅"]);
      },
    },
    {
      name: "two keys swap their rows in one batch",
      jobs: SALES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "sale:1": { receipt: "r1" }, "sale:2": { receipt: "r2" } });
        const result = await lane.commit({ "sale:1": { receipt: "r2" }, "sale:2": { receipt: "r1" } });
        assert.is(result.kind, "committed");
        assert.equal(await bench.rows("sales"), ["r1 | sale:2 | ∅", "r2 | sale:1 | ∅"]);
      },
    },
    {
      name: "another key's row is a collision, which names its key; nothing of the batch is written",
      jobs: SALES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "sale:1": { receipt: "r1", note: "first" } });
        const result = await lane.commit({ "sale:2": { receipt: "r2" }, "sale:3": { receipt: "r1", note: "second" } });
        assert.is(result.kind, "collided");
        const collisions = result.kind === "collided" ? result.collisions : [];
        assert.equal(
          collisions.map(({ index, ownerKey, table }) => [index, ownerKey, table.table]),
          [[1, "sale:1", "sales"]],
        );
        assert.equal(await bench.rows("sales"), ["r1 | sale:1 | first"]);
        assert.equal(await lane.commit({}), { kind: "committed", seq: 2n, upserted: 0, removed: 0 });
      },
    },
    {
      name: "an equal row of another key is a collision, too",
      jobs: SALES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "sale:1": { receipt: "r1", note: "same" } });
        assert.is((await lane.commit({ "sale:2": { receipt: "r1", note: "same" } })).kind, "collided");
      },
    },
    {
      name: "a collided key is parked with its rival, and the others are written",
      jobs: SALES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "sale:1": { receipt: "r1" } });
        const { done, parked, refused } = await lane.settle({
          "sale:2": { receipt: "r1" },
          "sale:3": { receipt: "r3" },
        });
        assert.equal([done.map(({ key }) => key), refused], [["sale:3"], []]);
        assert.equal(
          parked.map(({ item, code, rivals }) => [item.key, code, rivals]),
          [["sale:2", "RDI5031", ["sale:1"]]],
        );
        assert.equal(await bench.rows("sales"), ["r1 | sale:1 | ∅", "r3 | sale:3 | ∅"]);
      },
    },
    {
      name: "texts of a payload key that differ in case, accents or spaces at the end are different rows",
      jobs: SALES,
      needs: ["keys that end with a blank"],
      run: async (bench) => {
        const lane = await bench.lane();
        const receipts = ["A", "a", "a ", "á", "a\u0301"];
        const keys = receipts.map((receipt, at): [string, object] => [`sale:${at}`, { receipt }]);
        assert.is((await lane.commit(Object.fromEntries(keys))).kind, "committed");
        const found = (await bench.cells("sales")).map(([receipt, key]) => [receipt, key]);
        assert.equal(found.sort(), receipts.map((receipt, at) => [receipt, `sale:${at}`]).sort());
      },
    },
  ],
};
