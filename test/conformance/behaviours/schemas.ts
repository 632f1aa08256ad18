import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";
import type { Bench } from "../bench.ts";
import { notStarted, refused } from "../expect.ts";
import { ITEMS } from "./rows.ts";

const withColumns = (columns: string, key = "id"): string =>
  `job items { from hash "item:{id:int}" into db.items key (${key}) { ${columns} } }`;

/** A start and an introspection. The first says that something is wrong; the second, that the compiler would have said so before. */
async function bothRefuse(bench: Bench, start: string, diagnostic: string): Promise<string> {
  const error = await notStarted(bench.start(), start);
  const found = await bench.introspected();
  assert.ok(
    found.some(({ code }) => code === diagnostic),
    `${diagnostic} is not among ${found.map(({ code }) => code).join(", ") || "no diagnostics"}`,
  );
  return `${error.message}\n${error.hint}`;
}

/** Where a column has no digits of its own, all are kept. */
async function roundsNothing(bench: Bench): Promise<boolean> {
  if (bench.target.roundsNumbers !== false) return false;
  const lane = await bench.lane();
  await lane.commit({ "item:1": { qty: "1.2345" } });
  assert.equal(await bench.rows("items"), ["1 | 1.2345"]);
  assert.equal(await bench.introspected(), []);
  return true;
}

export const schemas: Topic = {
  topic: "tables as they are",
  behaviours: [
    {
      name: "of the tables that rdi ddl makes neither the worker nor the compiler says anything",
      jobs: `
job all {
  from hash "all:{id:int}"
  into db.all_types key (id) {
    id: int = @id
    c1: smallint, c2: int not null = 1, c3: bigint, c4: numeric(12,2), c5: real, c6: double, c7: boolean
    c8: text, c9: varchar(40), c10: char(3), c11: date, c12: time, c13: timestamp, c14: timestamptz, c15: uuid
    c16: json = c16, c17: bytes = hex_decode(c17)
  }
}
job sales {
  from hash "sale:{id}"
  into db.sales key (receipt) { receipt: varchar(40) = receipt, redis_key: varchar(60) not null = @key, note: varchar(40) }
}
job prices {
  from hash "price:{sku}"
  history into db.prices key (sku) period (valid_from, valid_to, is_current) { sku: varchar(40) = @sku, price: numeric(10,2) }
}
job log { from hash "log:{id:int}" append into db.log { id: int = @id, state: json = @value } }
job notes {
  from hash "note:{id:int}"
  into db.notes key (id) { id: int = @id, deleted_at: timestamptz = null } on delete set { deleted_at: now() }
}`,
      needs: ["conditions of indexes"],
      run: async (bench) => {
        await bench.start();
        assert.equal(bench.log, []);
        assert.equal(await bench.introspected(), []);
      },
    },
    {
      name: "several workers may start at once, and again",
      jobs: ITEMS,
      needs: ["codes of errors"],
      before: (database) => database.run("DROP TABLE rdi_checkpoint"),
      run: async (bench) => {
        await Promise.all([1, 2, 3, 4].map(() => bench.start()));
        await bench.start();
        const lane = await bench.lane();
        await lane.session.probe();
      },
    },
    {
      name: "a missing table is named",
      jobs: ITEMS,
      before: (database) => database.run("DROP TABLE items"),
      run: async (bench) => {
        assert.match(await bothRefuse(bench, "RDI5007", "RDI3003"), /items/);
      },
    },
    {
      name: "the statement that a start prints for a missing table makes it",
      jobs: ITEMS,
      before: (database) => database.run("DROP TABLE items"),
      run: async (bench) => {
        const { hint } = await notStarted(bench.start(), "RDI5007");
        await bench.database.run(hint.slice(hint.indexOf("CREATE TABLE")));
        await bench.start();
      },
    },
    {
      name: "missing columns are all named",
      jobs: ITEMS,
      tablesOf: withColumns("id: int = @id"),
      run: async (bench) => {
        const said = await bothRefuse(bench, "RDI5008", "RDI3005");
        assert.match(said, /name/);
        assert.match(said, /qty/);
      },
    },
    {
      name: "a key that no unique index backs is refused",
      jobs: ITEMS,
      tablesOf: withColumns("id: bigint = @id, name: varchar(40), qty: int", "id, name"),
      run: async (bench) => {
        await bothRefuse(bench, "RDI5008", "RDI3010");
      },
    },
    {
      name: "a column of another type is refused",
      jobs: ITEMS,
      tablesOf: withColumns("id: bigint = @id, name: varchar(40), qty: date"),
      run: async (bench) => {
        assert.match(await bothRefuse(bench, "RDI5008", "RDI3006"), /qty/);
      },
    },
    {
      name: "a column that must be written and is not is named",
      jobs: ITEMS,
      tablesOf: withColumns("id: bigint = @id, name: varchar(40), qty: int, must: int not null = 1"),
      run: async (bench) => {
        assert.match(await bothRefuse(bench, "RDI5008", "RDI3009"), /must/);
      },
    },
    {
      name: "what rdi ddl prints for missing tables, columns and indexes closes the difference, and keeps what is stored",
      jobs: `${ITEMS}
job sales {
  from hash "sale:{id}"
  into db.sales key (receipt) { receipt: varchar(40) = receipt, redis_key: varchar(60) not null = @key }
}
job others { from hash "other:{id:int}" into db.others key (id) { id: int = @id } }`,
      tablesOf: `
job items { from hash "item:{id:int}" into db.items key (id) { id: bigint = @id, name: varchar(40) } }
job sales { from hash "sale:{id}" into db.sales key (redis_key) { receipt: varchar(40) not null = receipt, redis_key: varchar(60) = @key } }`,
      needs: ["changing collations"],
      before: (database) =>
        database.run("INSERT INTO items (id, name) VALUES (7, 'kept'); INSERT INTO sales VALUES ('r1', 'sale:1')"),
      run: async (bench) => {
        await bench.database.run(await bench.closingDdl());
        await bench.start();
        assert.equal(await bench.introspected(), []);
        assert.equal(await bench.rows("items"), ["7 | kept | ∅"]);
        assert.equal(await bench.rows("sales"), ["r1 | sale:1"]);
        assert.equal(await bench.rows("others"), []);
      },
    },
    {
      name: "what rdi ddl prints for columns that are too small or not null closes the difference, and keeps what is stored",
      jobs: withColumns("id: bigint = @id, name: varchar(40), qty: int, price: numeric(12,4)"),
      tablesOf: withColumns("id: bigint = @id, name: varchar(5) not null, qty: smallint, price: numeric(6,2)"),
      needs: ["changing columns"],
      before: (database) => database.run("INSERT INTO items VALUES (7, 'kept', 32767, 9999.99)"),
      run: async (bench) => {
        await bench.database.run(await bench.closingDdl());
        const lane = await bench.lane();
        assert.equal(await bench.introspected(), []);
        await lane.commit({
          "item:8": { name: "longer than five", qty: 2147483647, price: "99999999.9999" },
          "item:9": {},
        });
        assert.equal(await bench.rows("items"), [
          "7 | kept | 32767 | 9999.99",
          "8 | longer than five | 2147483647 | 99999999.9999",
          "9 | ∅ | ∅ | ∅",
        ]);
      },
    },
    {
      name: "text that is longer than the column is refused there or kept whole, never cut",
      jobs: ITEMS,
      tablesOf: withColumns("id: bigint = @id, name: varchar(5), qty: int"),
      run: async (bench) => {
        const lane = await bench.lane();
        const { done, refused: bad } = await lane.settle({ "item:1": { name: "short" }, "item:2": { name: "longer" } });
        const expected = bad.length === 0 ? ["1 | short | ∅", "2 | longer | ∅"] : ["1 | short | ∅"];
        assert.is(done.length + bad.length, 2);
        assert.equal(await bench.rows("items"), expected);
      },
    },
    {
      name: "neither texts nor numbers are cut where the server's sessions begin with laxer checks",
      jobs: withColumns("id: bigint = @id, name: varchar(40), qty: numeric(12,2)"),
      tablesOf: withColumns("id: bigint = @id, name: varchar(5), qty: numeric(6,2)"),
      needs: ["settings of sessions"],
      before: (database) => database.alter.unusualSettings(),
      run: async (bench) => {
        const lane = await bench.lane();
        const { refused: bad } = await lane.settle({ "item:1": { name: "longer" }, "item:2": { qty: "10000" } });
        const kept = ["1 | longer | ∅", "2 | ∅ | 10000"].filter(
          (row) => !bad.some(({ item }) => row.startsWith(item.key.slice("item:".length))),
        );
        assert.equal(await bench.rows("items"), kept);
      },
    },
    {
      name: "a number that is larger than the column is refused there or kept whole, never clamped",
      jobs: withColumns("id: bigint = @id, qty: numeric(12,2)"),
      tablesOf: withColumns("id: bigint = @id, qty: numeric(6,2)"),
      run: async (bench) => {
        const lane = await bench.lane();
        const { refused: bad } = await lane.settle({ "item:1": { qty: "9999.99" }, "item:2": { qty: "10000" } });
        const expected = bad.length === 0 ? ["1 | 9999.99", "2 | 10000"] : ["1 | 9999.99"];
        assert.equal(await bench.rows("items"), expected);
      },
    },
    {
      name: "a column that would round is refused at the start",
      jobs: withColumns("id: bigint = @id, qty: numeric(12,4)"),
      tablesOf: withColumns("id: bigint = @id, qty: numeric(12,2)"),
      run: async (bench) => {
        if (await roundsNothing(bench)) return;
        assert.match(await bothRefuse(bench, "RDI5008", "RDI3007"), /qty/);
      },
    },
    {
      name: "a null where the table takes none is a fault of data",
      jobs: withColumns("id: bigint = @id, qty: int"),
      tablesOf: withColumns("id: bigint = @id, qty: int not null"),
      run: async (bench) => {
        const lane = await bench.lane();
        await refused(lane.commit({ "item:1": { qty: 1 }, "item:2": {} }), "data");
        assert.equal(await bench.rows("items"), []);
      },
    },
    {
      name: "a missing right is named",
      jobs: ITEMS,
      needs: ["rights"],
      run: async (bench) => {
        const error = await notStarted(bench.start(await bench.database.urlWithoutDelete("items")), "RDI5006");
        assert.match(`${error.message} ${error.hint}`, /DELETE/);
        assert.match(error.message, /items/);
      },
    },
    {
      name: "a wrong password is refused without being shown",
      jobs: ITEMS,
      needs: ["rights"],
      run: async (bench) => {
        const url = new URL(bench.database.url);
        url.password = "wr0ng-s3cret";
        const error = await notStarted(bench.start(url.href), "RDI5006");
        assert.not.match(`${error.message} ${error.hint} ${bench.log.join()}`, /s3cret/);
      },
    },
    {
      name: "a server that is not there is told from a login that is refused",
      jobs: ITEMS,
      needs: ["network"],
      run: async (bench) => {
        const { proxy, url } = await bench.proxied();
        await proxy.close();
        await notStarted(bench.start(url), "RDI5005");
      },
    },
    {
      name: "a url that is none is a setting that is wrong, and is not shown",
      jobs: ITEMS,
      run: async (bench) => {
        const error = await notStarted(bench.start("not a s3cret url"), "RDI5001");
        assert.not.match(`${error.message} ${error.hint}`, /s3cret/);
      },
    },
    {
      name: "a table of that name that is no checkpoint is refused",
      jobs: ITEMS,
      before: (database) => database.run("DROP TABLE rdi_checkpoint; CREATE TABLE rdi_checkpoint (route varchar(9))"),
      run: async (bench) => {
        await notStarted(bench.start(), "RDI5009");
      },
    },
  ],
};
