import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Table } from "../../runtime/job.ts";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import { SinkError, type LaneSession, type Sink, type TableWrite } from "../../runtime/sinks/sink.ts";
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

/** Of a checkpoint that has seen no appended row. */
const nothing = { appended: undefined, readAt: undefined, replaced: [] };

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

live(
  "a new checkpoint has epoch 1, seq 0 and no source, which only the second claim records; each claim raises the epoch",
  async ({ sink }) => {
    const identity = { project: "other", route: "other.db", lane: 3, source: "redis-1", release: "r1" };
    const first = await sink.openLane(identity);
    assert.equal(await first.claim(), { epoch: 1n, seq: 0n, source: undefined, projectSource: undefined, ...nothing });
    await first.probe();
    const second = await sink.openLane(identity);
    assert.equal(await second.claim(), { epoch: 2n, seq: 1n, source: undefined, projectSource: undefined, ...nothing });
    const third = await sink.openLane(identity);
    assert.equal(await third.claim(), { epoch: 3n, seq: 1n, source: "redis-1", projectSource: "redis-1", ...nothing });
    await first.close();
    await second.close();
    await third.close();
  },
);

live("an unknown source is recorded by the next claim that knows it, and keeps its name", async ({ sink }) => {
  const claim = async (source: string | undefined): Promise<string | undefined> => {
    const session = await sink.openLane({ project: "test", route: "late.db", lane: 0, source, release: "r1" });
    const { source: recorded } = await session.claim();
    await session.close();
    return recorded;
  };
  assert.is(await claim(undefined), undefined);
  assert.is(await claim("redis-1"), undefined);
  assert.is(await claim(undefined), "redis-1");
  assert.is(await claim("redis-1"), "redis-1");
});

live("a worker of another Redis is told so, and fences nobody", async ({ sink, session }) => {
  const stranger = await sink.openLane({
    project: "test",
    route: "shop.db",
    lane: 0,
    source: "redis-2",
    release: "r1",
  });
  assert.equal(await stranger.claim(), { epoch: 1n, seq: 0n, source: "redis-1", projectSource: "redis-1", ...nothing });
  await rejects(stranger.probe(), "fenced");
  await stranger.close();
  await session.probe();
});

live("a history that was replaced claims nothing any more, and fences nobody", async ({ sink, session }) => {
  const [past, present] = ["a".repeat(40), "b".repeat(40)];
  const step = { tables: [], mode: "upsert", readAt: { replid: present, offset: 7n }, replaced: past } as const;
  await session.commit(step);
  const identity = { project: "test", route: "shop.db", lane: 0, source: "redis-1", release: "r1" };
  const late = await sink.openLane({ ...identity, replid: past });
  const found = await late.claim();
  assert.equal([found.readAt, found.replaced], [{ replid: present, offset: 7n }, [past]]);
  await rejects(late.probe(), "fenced");
  await late.close();
  await session.commit({ ...step, replaced: present });
  const next = await sink.openLane({ ...identity, replid: "c".repeat(40) });
  assert.equal((await next.claim()).replaced, [past, present]);
  await next.probe();
  await next.close();
});

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

live("absent keys lose their rows, and only they", async ({ database, session }) => {
  await upsert(session, write(customers, [ada, bob]));
  const result = await upsert(session, write(customers, [], [{ id: 1n }, { id: 7n }]));
  assert.equal(result, { kind: "committed", seq: 2n, upserted: 0, removed: 1 });
  assert.equal(await database.query("SELECT id FROM customers"), [{ id: "2" }]);
});

live("an empty batch commits", async ({ session }) => {
  assert.equal(await upsert(session, write(customers, [])), { kind: "committed", seq: 1n, upserted: 0, removed: 0 });
});

live("parents and children are written and removed in one batch", async ({ database, session }) => {
  const lines = [1, 2, 3].map((line) => ({ customer_id: 1n, line, sku: `s${line}` }));
  await upsert(session, write(customers, [ada]), write(items, lines));
  assert.equal(await database.query("SELECT count(*) FROM items"), [{ count: "3" }]);
  await upsert(session, write(customers, [ada]), write(items, lines.slice(1)));
  assert.equal(await database.query("SELECT line FROM items ORDER BY line"), [{ line: "2" }, { line: "3" }]);
  await upsert(session, write(customers, [], [{ id: 1n }]), write(items, [], [{ customer_id: 1n }]));
  assert.equal(
    await database.query("SELECT (SELECT count(*) FROM items) AS items, (SELECT count(*) FROM customers) AS customers"),
    [{ items: "0", customers: "0" }],
  );
});

live("a row whose key changes moves", async ({ database, session }) => {
  await upsert(session, write(sales, [{ receipt: "r1", redis_key: "event:1", note: "a" }]));
  const result = await upsert(session, write(sales, [{ receipt: "r2", redis_key: "event:1", note: "a" }]));
  assert.equal(result, { kind: "committed", seq: 2n, upserted: 1, removed: 1 });
  assert.equal(await database.query("SELECT receipt FROM sales"), [{ receipt: "r2" }]);
});

live("two keys swap their rows in one batch", async ({ database, session }) => {
  const row = (receipt: string, redis_key: string): object => ({ receipt, redis_key, note: null });
  await upsert(session, write(sales, [row("r1", "a"), row("r2", "b")]));
  assert.is((await upsert(session, write(sales, [row("r2", "a"), row("r1", "b")]))).kind, "committed");
  assert.equal(await database.query("SELECT receipt, redis_key FROM sales ORDER BY receipt"), [
    { receipt: "r1", redis_key: "b" },
    { receipt: "r2", redis_key: "a" },
  ]);
});

live("another key's row is a collision: nothing is written, and the session goes on", async ({ database, session }) => {
  await upsert(session, write(sales, [{ receipt: "r1", redis_key: "event:1", note: "first" }]));
  const rows = [
    { receipt: "r0", redis_key: "event:2", note: "second" },
    { receipt: "r1", redis_key: "event:2", note: "second" },
  ];
  const result = await upsert(session, write(customers, [ada]), write(sales, rows));
  assert.equal(result, { kind: "collided", collisions: [{ table: sales, index: 1, ownerKey: "event:1" }] });
  assert.equal(await database.query("SELECT * FROM sales"), [{ receipt: "r1", redis_key: "event:1", note: "first" }]);
  assert.equal(await database.query("SELECT * FROM customers"), []);
  assert.is((await upsert(session, write(sales, rows.slice(0, 1)))).kind, "committed");
});

live("an equal row of another key is a collision, too", async ({ session }) => {
  await upsert(session, write(sales, [{ receipt: "r1", redis_key: "event:1", note: "same" }]));
  assert.is(
    (await upsert(session, write(sales, [{ receipt: "r1", redis_key: "event:2", note: "same" }]))).kind,
    "collided",
  );
});

live("a replacement lets keys swap a unique value that an upsert refuses", async ({ database, session, sink }) => {
  const swap = [
    { ...ada, email: "bob@x.org" },
    { ...bob, email: "ada@x.org" },
  ];
  await upsert(session, write(customers, [ada, { ...bob, email: "bob@x.org" }]));
  await rejects(upsert(session, write(customers, swap)), "order");
  assert.ok(sink.canReplace([customers, items]));
  const result = await session.commit({
    tables: [write(customers, swap), write(items, [])],
    mode: "replace",
    readAt: undefined,
  });
  assert.equal(result, { kind: "committed", seq: 2n, upserted: 2, removed: 2 });
  assert.equal(await database.query("SELECT id, email FROM customers ORDER BY id"), [
    { id: "1", email: "bob@x.org" },
    { id: "2", email: "ada@x.org" },
  ]);
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

live("owners come in pages, each once", async ({ sink, session }) => {
  const redisKeys = ["a", "b", "b", "c", "Ä", "d"];
  await upsert(
    session,
    write(
      sales,
      redisKeys.map((redis_key, at) => ({ receipt: `r${at}`, redis_key, note: null })),
    ),
  );
  const found: (readonly (string | null)[])[] = [];
  for (let after: readonly (string | null)[] | undefined; ; after = found.at(-1)) {
    const page = await sink.pageOwners(sales.owners, after, 2);
    found.push(...page);
    if (page.length < 2) break;
  }
  assert.equal(found, [["a"], ["b"], ["c"], ["d"], ["Ä"]]);
});

live("pages go on after the connection was lost", async ({ database, sink }) => {
  assert.equal(await sink.pageOwners(sales.owners, undefined, 2), []);
  await database.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rdi sweep db'",
  );
  await rejects(sink.pageOwners(sales.owners, undefined, 2), "connection");
  assert.equal(await sink.pageOwners(sales.owners, undefined, 2), []);
});

live("the session says who it is", async ({ database }) => {
  assert.equal(
    await database.query("SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'rdi shop%'"),
    [{ application_name: "rdi shop.db 0" }],
  );
});

async function rejects(work: Promise<unknown>, kind: string): Promise<void> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SinkError, String(error));
  assert.is(error.class, kind, error.message);
}

test.run();
