import * as assert from "uvu/assert";
import type { Table } from "../../../runtime/job.ts";
import type { OwnerColumns, Sink } from "../../../runtime/sinks/sink.ts";
import type { Topic } from "../behaviour.ts";
import type { Bench } from "../bench.ts";
import { refused } from "../expect.ts";
import { SALES } from "./moves.ts";
import { ITEMS } from "./rows.ts";

interface Paging {
  readonly sink: Sink;
  readonly table: Table;
  readonly size: number;
  readonly between?: (page: number) => Promise<unknown>;
}

/** The keys that all pages name. */
async function pagedKeys({ sink, table, size, between }: Paging): Promise<readonly string[]> {
  const { owners } = table;
  if (owners === undefined) throw new Error(`${table.table} has no pages`);
  const found: string[] = [];
  let after: OwnerColumns | undefined;
  for (let page = 0; page < 1000; page++) {
    const rows = await sink.pageOwners(owners, after, size);
    found.push(...rows.map((row) => owners.keyOf(row) ?? "no key"));
    if (rows.length < size) return found;
    after = rows.at(-1);
    await between?.(page);
  }
  throw new Error("the pages do not end");
}

async function paging(bench: Bench, size: number): Promise<Paging> {
  const [table] = bench.tables();
  if (table === undefined) throw new Error("there is no table");
  return { sink: await bench.sink(), table, size };
}

const receipts = (count: number, key: (at: number) => string): Readonly<Record<string, object>> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [key(at), { receipt: `r${at}` }]));

export const sweeps: Topic = {
  topic: "sweeps and verification",
  behaviours: [
    {
      name: "all owners come in pages, each once, whatever the pages' size",
      jobs: `
job lines { from json "list:{id:int}" for line, n in lines { into db.lines key (id, n) { id: int = @id, n: int = n, line: varchar(9) = line } } }`,
      run: async (bench) => {
        const lane = await bench.lane();
        const ids = [-2147483648, -3, 0, 2, 10, 9, 100, 2147483647];
        const list = { lines: ["a", "b", "c"] };
        await lane.commit(Object.fromEntries(ids.map((id) => [`list:${id}`, list])));
        for (const size of [1, 2, 8, 9, 100]) {
          const found = await pagedKeys(await paging(bench, size));
          assert.equal([...found].sort(), ids.map((id) => `list:${id}`).sort(), `pages of ${size}`);
        }
      },
    },
    {
      name: "an empty table has no page, and the last page is followed by none",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        const { sink, table } = await paging(bench, 2);
        if (table.owners === undefined) throw new Error("there are no pages");
        assert.equal(await sink.pageOwners(table.owners, undefined, 2), []);
        await lane.commit({ "item:1": {}, "item:2": {} });
        assert.equal(await sink.pageOwners(table.owners, undefined, 2), [["1"], ["2"]]);
        assert.equal(await sink.pageOwners(table.owners, ["2"], 2), []);
      },
    },
    {
      name: "owners that stay while others come and go are in the pages, once",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        const all = Array.from({ length: 60 }, (_, at) => at * 2);
        await lane.commit(Object.fromEntries(all.map((id) => [`item:${id}`, {}])));
        const gone = new Set<string>();
        const between = async (page: number): Promise<void> => {
          gone.add(`item:${page * 6}`).add(`item:${110 - page * 2}`);
          const changes = [...gone].map((key): [string, object | null] => [key, null]);
          await lane.commit({ ...Object.fromEntries(changes), [`item:${page * 10 + 1}`]: {} });
        };
        const found = await pagedKeys({ ...(await paging(bench, 7)), between });
        assert.is(new Set(found).size, found.length, "an owner came twice");
        const stayed = all.map((id) => `item:${id}`).filter((key) => !gone.has(key));
        assert.equal(
          stayed.filter((key) => !found.includes(key)),
          [],
        );
      },
    },
    {
      name: "owners of rows that are marked as gone are in no page",
      jobs: `
job notes { from hash "note:{id:int}" into db.notes key (id) { id: int = @id, deleted_at: timestamptz = null } on delete set { deleted_at: now() } }`,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "note:1": {}, "note:2": {}, "note:3": {} });
        await lane.commit({ "note:2": null });
        assert.equal(await pagedKeys(await paging(bench, 2)), ["note:1", "note:3"]);
      },
    },
    {
      name: "pages over keys are in one order of their bytes",
      jobs: SALES,
      run: async (bench) => {
        const lane = await bench.lane();
        const ids = ["a", "B", "ä", "b", "A", "z", "_", "Z", "10", "9", "é", "😀"];
        await lane.commit(receipts(ids.length, (at) => `sale:${ids[at]}`));
        const found = await pagedKeys(await paging(bench, 3));
        assert.equal([...found].sort(), ids.map((id) => Buffer.from(`sale:${id}`).toString("latin1")).sort());
      },
    },
    {
      name: "pages go on after their connection was lost",
      jobs: ITEMS,
      needs: ["ending sessions"],
      run: async (bench) => {
        const { sink, table } = await paging(bench, 2);
        if (table.owners === undefined) throw new Error("there are no pages");
        assert.equal(await sink.pageOwners(table.owners, undefined, 2), []);
        await bench.database.endSessions();
        await refused(sink.pageOwners(table.owners, undefined, 2), "connection");
        assert.equal(await sink.pageOwners(table.owners, undefined, 2), []);
      },
    },
    {
      name: "rows that are as their keys say are not called different",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        const keys = { "item:1": { name: "nut", qty: 5 }, "item:2": {}, "item:3": { name: "é ", qty: -1 } };
        await lane.commit(keys);
        const comparer = await (await bench.sink()).compareRows?.(bench.tables());
        const [table] = bench.tables();
        if (comparer === undefined || table === undefined) throw new Error("rows can't be compared");
        const rows = (await lane.map(keys)).mapped.flatMap((item) => item.rows[0] ?? []);
        assert.equal(await comparer.differing(table, rows), []);
        await comparer.close();
      },
    },
    {
      name: "rows that somebody changed or removed are told, column by column",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        const keys = { "item:1": { name: "nut", qty: 5 }, "item:2": { name: "bolt" }, "item:3": { name: "Nut" } };
        await lane.commit(keys);
        await bench.database.run(
          "UPDATE items SET name = 'NUT', qty = NULL WHERE id = 1; DELETE FROM items WHERE id = 2",
        );
        const comparer = await (await bench.sink()).compareRows?.(bench.tables());
        const [table] = bench.tables();
        if (comparer === undefined || table === undefined) throw new Error("rows can't be compared");
        const rows = (await lane.map(keys)).mapped.flatMap((item) => item.rows[0] ?? []);
        const found = await comparer.differing(table, rows);
        const shown = [...found].sort((one, other) => one.index - other.index);
        assert.equal(
          shown.map(({ index, version, columns }) => [
            index,
            version !== undefined,
            columns.map(({ name, stored, wanted }) => [name, stored, wanted]),
          ]),
          [
            [
              0,
              true,
              [
                ["name", "NUT", "nut"],
                ["qty", null, "5"],
              ],
            ],
            [1, false, []],
          ],
        );
        await comparer.close();
      },
    },
    {
      name: "rows that their keys do not yield are strays",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": {}, "item:2": {} });
        const comparer = await (await bench.sink()).compareRows?.(bench.tables());
        const [table] = bench.tables();
        if (comparer === undefined || table === undefined) throw new Error("rows can't be compared");
        const { mapped } = await lane.map({ "item:2": null, "item:7": null });
        const owners = mapped.flatMap((item) => item.owners[0] ?? []);
        const found = await comparer.strays(table, { owners, rows: [], everywhere: [{ table, rows: [] }], gone: true });
        assert.equal(
          found.map(({ index, key }) => [index, key]),
          [[0, ["2"]]],
        );
        await comparer.close();
      },
    },
    {
      name: "children that a document no longer has are strays, each with its key",
      jobs: `
job lists { from json "list:{id:int}" for line, n in lines { into db.lines key (id, n) { id: int = @id, n: int = n, line: varchar(9) = line } } }`,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "list:1": { lines: ["a", "b", "c"] }, "list:2": { lines: ["d"] } });
        const comparer = await (await bench.sink()).compareRows?.(bench.tables());
        const [table] = bench.tables();
        if (comparer === undefined || table === undefined) throw new Error("rows can't be compared");
        const { mapped } = await lane.map({ "list:2": { lines: ["d"] }, "list:1": { lines: ["a"] } });
        const owners = mapped.flatMap((item) => item.owners[0] ?? []);
        const rows = mapped.flatMap((item) => item.rows[0] ?? []);
        const found = await comparer.strays(table, { owners, rows, everywhere: [{ table, rows }], gone: false });
        const shown = found.map(({ index, key }) => `${index}: ${key.join()}`);
        assert.equal(shown.sort(), ["1: 1,1", "1: 1,2"]);
        await comparer.close();
      },
    },
  ],
};
