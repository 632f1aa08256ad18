import * as assert from "uvu/assert";
import type { Behaviour, Topic } from "../behaviour.ts";
import { ITEMS } from "./rows.ts";

const SIZES = [1, 2, 999, 1000, 1001, 10_000];
const WIDE = 100;

function items(count: number, name: string): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, id) => [`item:${id}`, { name: `${name}${id}`, qty: id }]),
  );
}

function batchOf(size: number): Behaviour {
  return {
    name: `a batch of ${size} keys is written, changed, found equal and removed`,
    jobs: ITEMS,
    run: async (bench) => {
      const lane = await bench.lane();
      const counts = async (...work: Parameters<typeof lane.commit>): Promise<readonly number[]> => {
        const result = await lane.commit(...work);
        return result.kind === "committed" ? [result.upserted, result.removed] : [];
      };
      assert.equal(await counts(items(size, "a")), [size, 0]);
      assert.equal(await counts(items(size, "a")), [0, 0]);
      const half = Math.ceil(size / 2);
      assert.equal(await counts({ ...items(size, "a"), ...items(half, "b") }), [half, 0]);
      const named = await bench.database.rows("SELECT count(*) FROM items WHERE name LIKE 'b%'");
      assert.equal(named, [[String(half)]]);
      const gone = Object.fromEntries(Object.keys(items(size, "")).map((key) => [key, null]));
      assert.equal(await counts({ ...gone, "item:0": { name: "a" } }), [1, size - 1]);
      assert.equal(await bench.rows("items"), ["0 | a | ∅"]);
    },
  };
}

const columns = Array.from({ length: WIDE }, (_, at) => `c${at}: varchar(20)`).join("\n");

export const sizes: Topic = {
  topic: "sizes",
  behaviours: [
    ...SIZES.map(batchOf),
    {
      name: `1000 rows of ${WIDE} columns are written in one batch`,
      jobs: `job wide {\n from hash "wide:{id:int}"\n into db.wide key (id) {\n id: int = @id\n ${columns}\n }\n}`,
      needs: ["rows of many columns"],
      run: async (bench) => {
        const lane = await bench.lane();
        const value = (id: number): object =>
          Object.fromEntries(Array.from({ length: WIDE }, (_, at) => [`c${at}`, `${id}-${at}`]));
        const keys = Object.fromEntries(Array.from({ length: 1000 }, (_, id) => [`wide:${id}`, value(id)]));
        await lane.commit(keys);
        const again = await lane.commit({ ...keys, "wide:7": { ...value(7), c99: "x" } });
        assert.equal(again, { kind: "committed", seq: 2n, upserted: 1, removed: 0 });
        const sums = await bench.database.rows("SELECT count(*), max(c99), min(c0) FROM wide");
        assert.equal(sums, [["1000", "x", "0-0"]]);
      },
    },
    {
      name: "3000 children of one key are written, moved and removed in one batch",
      jobs: `
job lists {
  from json "list:{id:int}"
  for entry, n in entries {
    into db.entries key (list_id, entry) { list_id: int = @id, entry: varchar(20), n: int }
  }
}`,
      run: async (bench) => {
        const lane = await bench.lane();
        const list = (from: number): object => ({ entries: Array.from({ length: 3000 }, (_, at) => `e${at + from}`) });
        await lane.commit({ "list:1": list(0) });
        const moved = await lane.commit({ "list:1": list(1500) });
        assert.equal(moved, { kind: "committed", seq: 2n, upserted: 3000, removed: 1500 });
        const found = await bench.database.rows("SELECT count(*), min(n), max(n) FROM entries");
        assert.equal(found, [["3000", "0", "2999"]]);
        await lane.commit({ "list:1": { entries: [] } });
        assert.equal(await bench.rows("entries"), []);
      },
    },
  ],
};
