/** What is of MariaDB's and MySQL's own, beside what every target does. */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SinkError } from "../../runtime/sinks/sink.ts";
import { ITEMS } from "../conformance/behaviours/rows.ts";
import { SALES } from "../conformance/behaviours/moves.ts";
import { notStarted, refused } from "../conformance/expect.ts";
import type { Lane } from "../conformance/lane.ts";
import { mariadbTest, type Bench } from "../support/mariadb-test.ts";
import { startNode } from "../support/processes.ts";

const PROGRAM = fileURLToPath(new URL("mariadb-stopped-owner.ts", import.meta.url));

const KEYED = `
job names {
  from hash "name:{id:any}"
  into db.names key (id) { id: varchar(40) = @id, note: text = note }
}`;

async function claimed(bench: Bench): Promise<Lane> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await bench.lane();
    } catch (error) {
      if (!(error instanceof SinkError) || error.class !== "connection" || attempt > 20) throw error;
    }
  }
}

mariadbTest({
  name: "an owner that is stopped in the middle of its transaction loses it before its lease ends, and commits nothing when it wakes up",
  jobs: ITEMS,
  run: async (bench) => {
    await bench.sink();
    await bench.database.run("INSERT INTO items (id, name) VALUES (1, 'as it was')");
    const other = await bench.database.session();
    await other.begin();
    await other.run("SELECT * FROM items WHERE id = 1 FOR UPDATE");
    const owner = startNode(PROGRAM, [], { env: { DB_URL: bench.database.url } });
    await owner.line(/^claimed/);
    await sleep(500);
    owner.signal("SIGSTOP");
    await other.rollback();
    const begun = Date.now();
    const next = await claimed(bench);
    assert.ok(Date.now() - begun < 10_000, `the next owner waited ${Date.now() - begun} ms`);
    owner.signal("SIGCONT");
    assert.match(await owner.line(/^outcome/), /^outcome: (?!committed)/);
    await owner.exit();
    assert.equal(await bench.rows("items"), ["1 | as it was | ∅"]);
    assert.is((await next.commit({ "item:1": { name: "of the new owner" } })).kind, "committed");
    assert.equal(await bench.rows("items"), ["1 | of the new owner | ∅"]);
    await other.close();
  },
});

mariadbTest({
  name: "a row that its own key removes right now is not taken for one that stays: the other key's row is written once it is gone",
  jobs: SALES,
  run: async (bench) => {
    const lane = await bench.lane();
    await lane.commit({ "sale:a": { receipt: "r1", note: "a" } });
    const other = await bench.database.session();
    await other.begin();
    await other.run("DELETE FROM sales WHERE receipt = 'r1'");
    const work = lane.commit({ "sale:b": { receipt: "r1", note: "b" } });
    await sleep(300);
    await other.run("COMMIT");
    assert.is((await work).kind, "committed");
    assert.equal(
      (await bench.rows("sales")).map((row) => /r1/.test(row) && /b/.test(row)),
      [true],
    );
    await other.close();
  },
});

mariadbTest({
  name: "a row that is locked for long is a matter of order, and the session goes on",
  jobs: ITEMS,
  run: async (bench) => {
    const lane = await bench.lane();
    await lane.commit({ "item:1": { name: "a" } });
    const other = await bench.database.session();
    await other.begin();
    await other.run("SELECT * FROM items WHERE id = 1 FOR UPDATE");
    const error = await refused(lane.commit({ "item:1": { name: "b" }, "item:2": { name: "c" } }), "order");
    assert.is(error.serverCode, "1205");
    assert.equal(await bench.rows("items"), ["1 | a | ∅"]);
    await other.rollback();
    await lane.commit({ "item:1": { name: "b" }, "item:2": { name: "c" } });
    assert.equal(await bench.rows("items"), ["1 | b | ∅", "2 | c | ∅"]);
    await other.close();
  },
});

mariadbTest({
  name: "the victim of a deadlock is a lost connection, and nothing of its batch is written",
  jobs: ITEMS,
  run: async (bench) => {
    const lane = await bench.lane();
    await lane.commit({ "item:1": { name: "a" }, "item:2": { name: "a" }, "item:3": { name: "a" } });
    const other = await bench.database.session();
    await other.begin();
    // A transaction that has written much is not the one that the server gives up.
    await other.run("CREATE TEMPORARY TABLE much AS SELECT seq AS id FROM seq_1_to_2000");
    await other.run("INSERT INTO items (id, name) SELECT 1000 + id, 'x' FROM much");
    await other.run("UPDATE items SET qty = 5 WHERE id = 2");
    const work = lane.commit({ "item:1": { name: "b" }, "item:2": { name: "b" }, "item:3": { name: "b" } });
    work.catch(() => undefined);
    await sleep(300);
    await other.run("UPDATE items SET qty = 5 WHERE id = 1");
    const error = await refused(work, "connection");
    assert.is(error.serverCode, "1213");
    await other.rollback();
    assert.equal(await bench.rows("items"), ["1 | a | ∅", "2 | a | ∅", "3 | a | ∅"]);
    await other.close();
  },
});

mariadbTest({
  name: "a lane that has nothing to write for longer than the server waits is still there",
  jobs: ITEMS,
  run: async (bench) => {
    const lane = await bench.lane();
    await sleep(10_500);
    await lane.session.look?.();
    assert.is((await lane.commit({ "item:1": { name: "a" } })).kind, "committed");
  },
});

mariadbTest({
  name: "a batch that is larger than the server takes is parted until it fits, and what never fits is a fault of data",
  jobs: ITEMS.replace("varchar(40)", "text"),
  before: (database) => database.run("SET GLOBAL max_allowed_packet = 1048576; ALTER TABLE items MODIFY name longtext"),
  run: async (bench) => {
    const lane = await bench.lane();
    const name = "x".repeat(100_000);
    const keys = Object.fromEntries(Array.from({ length: 30 }, (_, id) => [`item:${id}`, { name }]));
    const { done, refused: bad } = await lane.settle({ ...keys, "item:30": { name: "y".repeat(1_100_000) } });
    await bench.database.run("SET GLOBAL max_allowed_packet = 16777216");
    assert.is(done.length, 30);
    assert.equal(
      bad.map(({ item }) => item.key),
      ["item:30"],
    );
  },
});

mariadbTest({
  name: "a key with a collation that pads with spaces is refused at the start, with the statement that mends it",
  jobs: KEYED,
  before: (database) =>
    database.run("ALTER TABLE names MODIFY id varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL"),
  run: async (bench) => {
    const { message, hint } = await notStarted(bench.start(), "RDI5008");
    assert.match(message, "collation utf8mb4_bin");
    const [statement = ""] = /ALTER TABLE .*;/.exec(hint ?? "") ?? [];
    await bench.database.run(statement);
    const lane = await bench.lane();
    await lane.commit({ "name:a": { note: "1" }, "name:a ": { note: "2" }, "name:A": { note: "3" }, "name:á": {} });
    assert.is((await bench.rows("names")).length, 4);
  },
});

mariadbTest({
  name: "a table of an engine without transactions is refused at the start",
  jobs: ITEMS,
  before: (database) => database.run("ALTER TABLE items ENGINE=MyISAM"),
  run: async (bench) => {
    const { message } = await notStarted(bench.start(), "RDI5008");
    assert.match(message, "MyISAM");
  },
});

mariadbTest({
  name: "texts of another character set are refused at the start, those of a smaller one are told",
  jobs: KEYED,
  before: (database) => database.run("ALTER TABLE names MODIFY note text CHARACTER SET latin1"),
  run: async (bench) => {
    const { message } = await notStarted(bench.start(), "RDI5008");
    assert.match(message, "latin1");
    await bench.database.run("ALTER TABLE names MODIFY note longtext CHARACTER SET utf8mb3");
    await bench.start();
    assert.match(bench.log.join("\n"), "utf8mb3");
    const lane = await bench.lane();
    await lane.commit({ "name:a": { note: "é" } });
    await refused(lane.commit({ "name:b": { note: "😀" } }), "data");
    assert.equal(await bench.rows("names"), ["a | é"]);
  },
});

mariadbTest({
  name: "a server that is read-only is refused at the start, and later is a lost connection",
  jobs: ITEMS,
  run: async (bench) => {
    const user = `ro_${Date.now() % 100_000}`;
    const name = new URL(bench.database.url).pathname.slice(1);
    await bench.database.run(`CREATE USER ${user} IDENTIFIED BY 'pw'; GRANT ALL ON ${name}.* TO ${user}`);
    const url = Object.assign(new URL(bench.database.url), { username: user, password: "pw" }).href;
    const sink = await bench.start(url);
    const lane = await bench.lane({ sink });
    await bench.database.run("SET GLOBAL read_only = 1");
    try {
      await refused(lane.commit({ "item:1": { name: "a" } }), "connection");
      const { message } = await notStarted(bench.start(url), "RDI5005");
      assert.match(message, "read-only");
    } finally {
      await bench.database.run(`SET GLOBAL read_only = 0; DROP USER ${user}`);
    }
  },
});

mariadbTest({
  name: "a second unique index is never what tells which row is meant",
  jobs: ITEMS,
  before: (database) => database.run("ALTER TABLE items ADD UNIQUE (name)"),
  run: async (bench) => {
    const lane = await bench.lane();
    await lane.commit({ "item:1": { name: "one", qty: 1 } });
    const error = await refused(lane.commit({ "item:2": { name: "one", qty: 2 } }), "order");
    assert.equal([error.serverCode, error.place.constraint], ["1062", "name"]);
    assert.equal(await bench.rows("items"), ["1 | one | 1"]);
  },
});

mariadbTest({
  name: "an error of data names its column",
  jobs: ITEMS,
  before: (database) => database.run("ALTER TABLE items MODIFY name varchar(3)"),
  run: async (bench) => {
    const lane = await bench.lane();
    const error = await refused(lane.commit({ "item:1": { name: "longer" } }), "data");
    assert.equal([error.serverCode, error.place.column], ["1406", "name"]);
  },
});

test.run();
