/** What is PostgreSQL's own, and what only a look into its system tables shows. What every target does is in test/conformance. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Table } from "../../runtime/job.ts";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import type { LaneSession, Sink, TableWrite } from "../../runtime/sinks/sink.ts";
import {
  CUSTOMERS_SQL,
  customers,
  items,
  ITEMS_SQL,
  sales,
  SALES_SQL,
  write,
} from "../runtime/sinks/hand-written-tables.ts";
import { freshDatabase, postgresServer, type PostgresServer, type TestDatabase } from "../support/postgres.ts";

interface Bench {
  readonly database: TestDatabase;
  readonly sink: Sink<Table>;
  readonly session: LaneSession;
}

let server: PostgresServer;

const ada = { id: 1n, name: "Ada", email: "ada@x.org" };
const bob = { id: 2n, name: "Bob", email: null };

function live(name: string, run: (bench: Bench) => Promise<void>): void {
  test(name, async () => {
    server ??= await postgresServer();
    const database = await freshDatabase(server, CUSTOMERS_SQL + SALES_SQL + ITEMS_SQL);
    const sink = createPostgresSink({ name: "db", url: database.url, schema: undefined });
    await sink.prepare([customers, sales, items]);
    const session = await sink.openLane({
      project: "test",
      route: "shop.db",
      lane: 0,
      source: "redis-1",
      release: "r1",
    });
    await session.claim();
    // As it is after the first start, when the lane has been claimed twice.
    await database.query("UPDATE rdi_checkpoint SET source = 'redis-1'");
    try {
      await run({ database, sink, session });
    } finally {
      await session.close();
      await sink.close();
      await database.close();
    }
  });
}

function upsert(session: LaneSession, ...tables: readonly TableWrite[]): ReturnType<LaneSession["commit"]> {
  return session.commit({ tables, mode: "upsert", readAt: { replid: "abc", offset: 42n } });
}

test.after(() => server?.remove());

live("a commit writes the rows, the position and where they were read", async ({ database, session }) => {
  assert.equal(await upsert(session, write(customers, [ada, bob])), {
    kind: "committed",
    seq: 1n,
    upserted: 2,
    removed: 0,
  });
  assert.equal(await database.query("SELECT * FROM customers ORDER BY id"), [
    { id: "1", name: "Ada", email: "ada@x.org" },
    { id: "2", name: "Bob", email: null },
  ]);
  assert.equal(
    await database.query(
      "SELECT route, lane, epoch, seq, source, release, read_replid, read_offset FROM rdi_checkpoint",
    ),
    [
      {
        route: "shop.db",
        lane: "0",
        epoch: "1",
        seq: "1",
        source: "redis-1",
        release: "r1",
        read_replid: "abc",
        read_offset: "42",
      },
    ],
  );
});

live("a probe moves seq and nothing else", async ({ database, session }) => {
  await upsert(session, write(customers, [ada]));
  await session.probe();
  const [checkpoint] = await database.query("SELECT seq, read_offset FROM rdi_checkpoint");
  assert.equal(checkpoint, { seq: "2", read_offset: "42" });
});

live("equal rows are not written again", async ({ database, session }) => {
  await upsert(session, write(customers, [ada, bob]));
  const before = await database.query("SELECT ctid::text, xmin::text FROM customers ORDER BY id");
  const result = await upsert(session, write(customers, [ada, bob]));
  assert.equal(result, { kind: "committed", seq: 2n, upserted: 0, removed: 0 });
  assert.equal(await database.query("SELECT ctid::text, xmin::text FROM customers ORDER BY id"), before);
});

live(
  "a table that others refer to, that is not written whole or that was not checked can't be replaced",
  async ({ sink }) => {
    assert.not(sink.canReplace([customers]), "items refers to customers");
    assert.ok(sink.canReplace([items]));
    assert.ok(sink.canReplace([sales]));
    assert.not(sink.canReplace([{ ...sales, columns: sales.columns.slice(0, 2) }]));
    assert.not(sink.canReplace([{ ...sales, insert: undefined }]));
    assert.not(sink.canReplace([{ ...sales, table: "elsewhere" }]));
  },
);

live("the session says who it is", async ({ database }) => {
  assert.equal(
    await database.query("SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'rdi shop%'"),
    [{ application_name: "rdi shop.db 0" }],
  );
});

test.run();
