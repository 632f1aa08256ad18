import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";
import type { ConformanceDatabase } from "../target.ts";
import { refused } from "../expect.ts";

const ORDERS = `
job orders {
  from json "order:{id:int}"
  into db.orders key (id) { id: int = @id, note: varchar(40) }
  for box, b in boxes {
    into db.boxes key (order_id, box_no) { order_id: int = @id, box_no: int = b + 1, label: varchar(40) = box.label }
    for item, i in box.items {
      into db.contents key (order_id, box_no, item_no) {
        order_id: int = @id, box_no: int = b + 1, item_no: int = i + 1, sku: varchar(40) = item
      }
    }
  }
}`;

const order = (...boxes: readonly (readonly string[])[]): object => ({
  note: "n",
  boxes: boxes.map((items, at) => ({ label: `box ${at + 1}`, items })),
});

/** From each box to its order. */
const boxesReferToOrders = (database: ConformanceDatabase): Promise<void> =>
  database.alter.addForeignKey({ table: "boxes", column: "order_id", parent: "orders", parentColumn: "id" });

/** Two jobs: a parent and a child are keys of their own. */
const CITIES = `
job countries { from hash "country:{code}" into db.countries key (code) { code: varchar(9) = @code, name: varchar(40) } }
job cities {
  from hash "city:{id:int}"
  into db.cities key (id) { id: int = @id, country: varchar(9), name: varchar(40) }
}`;

export const families: Topic = {
  topic: "parents and children",
  behaviours: [
    {
      name: "a document's rows are there on all levels, and shrink with it",
      jobs: ORDERS,
      run: async (bench) => {
        const lane = await bench.lane();
        const first = await lane.commit({ "order:1": order(["a", "b"], ["c"]), "order:2": order(["d"]) });
        assert.equal(first, { kind: "committed", seq: 1n, upserted: 9, removed: 0 });
        assert.equal(await bench.rows("boxes"), ["1 | 1 | box 1", "1 | 2 | box 2", "2 | 1 | box 1"]);
        assert.equal(await bench.rows("contents"), [
          "1 | 1 | 1 | a",
          "1 | 1 | 2 | b",
          "1 | 2 | 1 | c",
          "2 | 1 | 1 | d",
        ]);
        const second = await lane.commit({ "order:1": order(["a"]) });
        assert.equal(second, { kind: "committed", seq: 2n, upserted: 0, removed: 3 });
        assert.equal(await bench.rows("contents"), ["1 | 1 | 1 | a", "2 | 1 | 1 | d"]);
      },
    },
    {
      name: "with its key all of a document's rows go",
      jobs: ORDERS,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "order:1": order(["a", "b"], ["c"]), "order:2": order() });
        await lane.commit({ "order:1": null });
        assert.equal(await bench.rows("orders"), ["2 | n"]);
        assert.equal(await bench.rows("boxes"), []);
        assert.equal(await bench.rows("contents"), []);
      },
    },
    {
      name: "a foreign key is no obstacle within a batch: parents are written first and removed last",
      jobs: ORDERS,
      before: boxesReferToOrders,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "order:1": order(["a"]), "order:2": order(["b"]) });
        await lane.commit({ "order:1": null, "order:2": order(["b"], ["c"]), "order:3": order(["d"]) });
        assert.equal(await bench.rows("orders"), ["2 | n", "3 | n"]);
        assert.equal(await bench.rows("boxes"), ["2 | 1 | box 1", "2 | 2 | box 2", "3 | 1 | box 1"]);
      },
    },
    {
      name: "a child without its parent is a matter of order, and is written once the parent is there",
      jobs: CITIES,
      before: (database) =>
        database.alter.addForeignKey({ table: "cities", column: "country", parent: "countries", parentColumn: "code" }),
      run: async (bench) => {
        const [cities, countries] = [await bench.lane({ job: "cities" }), await bench.lane({ job: "countries" })];
        await refused(cities.commit({ "city:1": { country: "ch", name: "Basel" } }), "order");
        const { parked } = await cities.settle({ "city:1": { country: "ch" }, "city:2": { name: "Atlantis" } });
        assert.equal(
          parked.map(({ item, code }) => [item.key, code]),
          [["city:1", "RDI5032"]],
        );
        await countries.commit({ "country:ch": { name: "Switzerland" } });
        await cities.commit({ "city:1": { country: "ch", name: "Basel" } });
        assert.equal(await bench.rows("cities"), ["1 | ch | Basel", "2 | ∅ | Atlantis"]);
      },
    },
    {
      name: "a parent that still has children is a matter of order, and goes once they are gone",
      jobs: CITIES,
      before: (database) =>
        database.alter.addForeignKey({ table: "cities", column: "country", parent: "countries", parentColumn: "code" }),
      run: async (bench) => {
        const [cities, countries] = [await bench.lane({ job: "cities" }), await bench.lane({ job: "countries" })];
        await countries.commit({ "country:ch": { name: "Switzerland" } });
        await cities.commit({ "city:1": { country: "ch", name: "Basel" } });
        await refused(countries.commit({ "country:ch": null }), "order");
        await countries.commit({ "country:ch": { name: "Helvetia" } });
        await cities.commit({ "city:1": null });
        await countries.commit({ "country:ch": null });
        assert.equal(await bench.rows("countries"), []);
      },
    },
    {
      name: "a table that others refer to is not replaced",
      jobs: CITIES,
      before: (database) =>
        database.alter.addForeignKey({ table: "cities", column: "country", parent: "countries", parentColumn: "code" }),
      run: async (bench) => {
        const sink = await bench.sink();
        assert.not(sink.canReplace(bench.tables("countries")));
        assert.ok(sink.canReplace(bench.tables("cities")));
      },
    },
    {
      name: "all rows of a document are replaced together, its foreign keys included",
      jobs: ORDERS,
      before: boxesReferToOrders,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "order:1": order(["a", "b"], ["c"]), "order:2": order(["d"]) });
        assert.ok((await bench.sink()).canReplace(bench.tables()));
        const result = await lane.commit({ "order:1": order(["x"]), "order:2": null }, { mode: "replace" });
        assert.equal(result, { kind: "committed", seq: 2n, upserted: 3, removed: 9 });
        assert.equal(await bench.rows("orders"), ["1 | n"]);
        assert.equal(await bench.rows("contents"), ["1 | 1 | 1 | x"]);
      },
    },
  ],
};
