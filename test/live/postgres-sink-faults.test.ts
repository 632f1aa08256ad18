import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { connect } from "../../runtime/sinks/postgres/connection.ts";
import { fence, fenceError } from "../../runtime/sinks/postgres/fence.ts";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import { SinkError, type CommitResult, type LaneSession, type Sink } from "../../runtime/sinks/sink.ts";
import {
  CUSTOMERS_SQL,
  customers,
  type Customer,
  items,
  ITEMS_SQL,
  write,
} from "../runtime/sinks/hand-written-tables.ts";
import {
  connectPostgres,
  freshDatabase,
  postgresServer,
  type PostgresServer,
  type TestDatabase,
} from "../support/postgres.ts";
import { startProxy } from "../support/proxy.ts";

interface Bench {
  readonly database: TestDatabase;
  readonly sink: Sink;
  readonly session: LaneSession;
  /** A second connection, for what happens meanwhile. */
  readonly other: TestDatabase;
}

let server: PostgresServer;

const ada: Customer = { id: 1n, name: "Ada", email: null };
const bob: Customer = { id: 2n, name: "Bob", email: null };
const identity = { project: "test", route: "shop.db", lane: 0, source: "redis-1", release: "r1" };
const END_LANE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rdi shop.db 0'";
const EXTRAS = `
CREATE TABLE rooms (id bigint PRIMARY KEY, name text, email text, EXCLUDE (name WITH =));
CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(30); RETURN NULL; END $$;
CREATE FUNCTION read_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM set_config('transaction_read_only', 'on', true); INSERT INTO rooms VALUES (1); RETURN NULL; END $$;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;`;

function live(name: string, run: (bench: Bench) => Promise<void>): void {
  test(name, async () => {
    server ??= await postgresServer();
    const database = await freshDatabase(server, CUSTOMERS_SQL + ITEMS_SQL + EXTRAS);
    const other = connectPostgres(database.url);
    const sink = createPostgresSink({ name: "db", url: database.url, schema: undefined });
    await sink.prepare([customers, items]);
    const session = await claimed(sink);
    try {
      await run({ database, sink, session, other });
    } finally {
      await session.close();
      await sink.close();
      await other.close();
      await database.close();
    }
  });
}

async function claimed(sink: Sink): Promise<LaneSession> {
  const session = await sink.openLane(identity);
  await session.claim();
  return session;
}

function upsert(session: LaneSession, rows: readonly object[], table = customers): Promise<CommitResult> {
  return session.commit({ tables: [write(table, rows)], mode: "upsert", readAt: undefined });
}

async function refusal(work: Promise<unknown>): Promise<SinkError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.instance(error, SinkError);
  return error instanceof SinkError ? error : new SinkError("halt", "", "no error");
}

async function ids(database: TestDatabase): Promise<string> {
  return (await database.query("SELECT id FROM customers ORDER BY id")).map(({ id }) => id).join();
}

test.after(() => server?.remove());

type Provocation = readonly [name: string, refused: string, provoke: (bench: Bench) => Promise<unknown>];

const faultsOfTheBatch: readonly Provocation[] = [
  ["text that is too long", "data 22001", ({ session }) => upsert(session, [{ ...ada, name: "x".repeat(21) }])],
  ["a check constraint", "data 23514", ({ session }) => upsert(session, [{ ...ada, name: "forbidden" }])],
  ["null in a key column", "data 23502", ({ session }) => upsert(session, [{ ...ada, id: null }])],
  ["a NUL character", "data 22021", ({ session }) => upsert(session, [{ ...ada, email: "a\0b" }])],
  ["a number that does not parse", "data 22P02", ({ session }) => upsert(session, [{ ...ada, id: "x" }])],
  ["a number out of range", "data 22003", ({ session }) => upsert(session, [{ ...ada, id: 2n ** 63n }])],
  [
    "an index entry that is too large",
    "data 54000",
    ({ session }) => upsert(session, [{ ...ada, email: noise(12_000) }]),
  ],
  [
    "a unique value that is taken",
    "order 23505",
    ({ session }) =>
      upsert(session, [
        { ...ada, email: "a" },
        { ...bob, email: "a" },
      ]),
  ],
  [
    "a parent that is missing",
    "order 23503",
    ({ session }) => upsert(session, [{ customer_id: 9n, line: 1, sku: null }], items),
  ],
  ["one row twice in a batch", "order 21000", ({ session }) => upsert(session, [ada, { ...ada, name: "Eve" }])],
  ["an exclusion constraint", "order 23P01", ({ session }) => upsert(session, [ada, { ...ada, id: 2n }], rooms)],
];

for (const [name, refused, provoke] of faultsOfTheBatch) {
  live(`${name}: ${refused}, nothing is written and the session goes on`, async (bench) => {
    const error = await refusal(provoke(bench));
    assert.is(`${error.class} ${error.serverCode}`, refused, error.message);
    assert.is(await ids(bench.database), "");
    assert.equal(await upsert(bench.session, [bob]), { kind: "committed", seq: 1n, upserted: 1, removed: 0 });
  });
}

const faultsOfTheDatabase: readonly (readonly [name: string, refused: string, change: string])[] = [
  [
    "a division by zero in the table's own check",
    "data 22012",
    "ALTER TABLE customers ADD CHECK (1 / (id - 1) IS NOT NULL)",
  ],
  [
    "a trigger that refuses",
    "data P0001",
    "CREATE TRIGGER t BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION refuse()",
  ],
  [
    "a transaction that became read-only",
    "connection 25006",
    "CREATE TRIGGER t BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION read_only()",
  ],
  [
    "a unique constraint that is checked at COMMIT",
    "order 23505",
    "ALTER TABLE customers DROP CONSTRAINT customers_email_key, ADD UNIQUE (email) DEFERRABLE INITIALLY DEFERRED",
  ],
  ["a column that was dropped", "halt 42703", "ALTER TABLE customers DROP COLUMN name"],
  ["a table that was dropped", "halt 42P01", "DROP TABLE items, customers"],
  ["a checkpoint table that was dropped", "halt 42P01", "DROP TABLE rdi_checkpoint"],
];

for (const [name, refused, change] of faultsOfTheDatabase) {
  live(`${name}: ${refused}`, async ({ database, session }) => {
    await database.query(change);
    const error = await refusal(
      upsert(session, [
        { ...ada, email: "a" },
        { ...bob, email: "a" },
      ]),
    );
    assert.is(`${error.class} ${error.serverCode}`, refused, error.message);
  });
}

live("a deadlock is transient, and the session is over", async ({ session, sink, database, other }) => {
  await upsert(session, [ada, bob]);
  const update =
    "DO $$ BEGIN UPDATE customers SET name = 'z' WHERE id = 2; PERFORM pg_sleep(0.5); UPDATE customers SET name = 'z' WHERE id = 1; END $$";
  const rival = other.query(`SET deadlock_timeout = '1h'; ${update}`);
  await sleep(200);
  const error = await refusal(
    upsert(session, [
      { ...ada, name: "new" },
      { ...bob, name: "new" },
    ]),
  );
  assert.is(`${error.class} ${error.serverCode}`, "connection 40P01");
  await rival;
  assert.is((await refusal(session.probe())).class, "connection");
  const next = await claimed(sink);
  assert.is((await upsert(next, [ada, bob])).kind, "committed");
  assert.is(await ids(database), "1,2");
  await next.close();
});

live(
  "a row that stays locked is a matter of order, a table that stays locked is transient",
  async ({ session, sink, other }) => {
    await upsert(session, [ada]);
    const second = await sink.openLane({ ...identity, lane: 1 });
    await second.claim();
    const hold = (statement: string): Promise<unknown> =>
      other.query(`BEGIN; ${statement}; SELECT pg_sleep(6); ROLLBACK`);
    const held = [
      hold("UPDATE customers SET name = 'x' WHERE id = 1"),
      hold("LOCK TABLE items IN ACCESS EXCLUSIVE MODE"),
    ];
    await sleep(300);
    const byRow = refusal(upsert(session, [{ ...ada, name: "new" }]));
    const byTable = refusal(upsert(second, [{ customer_id: 1n, line: 1, sku: null }], items));
    assert.is(`${(await byRow).class} ${(await byRow).serverCode}`, "order 55P03");
    assert.is(`${(await byTable).class} ${(await byTable).serverCode}`, "connection 55P03");
    await Promise.all(held);
    assert.is((await upsert(session, [{ ...ada, name: "new" }])).kind, "committed");
    await second.close();
  },
);

live("statements behind a BEGIN that failed write nothing", async ({ database }) => {
  const connection = await connect({ url: database.url, schema: undefined, applicationName: "rdi test" });
  const results = await Promise.allSettled([
    connection.query({ text: "BEGIN NONSENSE" }),
    connection.query({ text: "INSERT INTO customers VALUES (1)" }),
    connection.query({ text: "COMMIT" }),
  ]);
  assert.equal(
    results.map(({ status }) => status),
    ["rejected", "rejected", "fulfilled"],
  );
  assert.is(await ids(database), "");
  await connection.close();
});

live("a new claim fences the old owner, whose COMMIT writes nothing", async ({ session, sink, database }) => {
  await upsert(session, [ada]);
  const next = await claimed(sink);
  const error = await refusal(upsert(session, [bob]));
  assert.is(`${error.class} ${error.serverCode} ${error.place.statement}`, "fenced 22012 rdi_fence");
  assert.is(await ids(database), "1");
  assert.is((await refusal(session.probe())).class, "fenced", "it stays fenced");
  assert.equal(await upsert(next, [bob]), { kind: "committed", seq: 2n, upserted: 1, removed: 0 });
  await next.close();
});

live("late bytes with the right epoch and an old seq write nothing", async ({ session, database }) => {
  await upsert(session, [ada]);
  const connection = await connect({ url: database.url, schema: undefined, applicationName: "rdi test" });
  const late = fence('"rdi_checkpoint"', {
    project: "test",
    route: "shop.db",
    lane: 0,
    epoch: 1n,
    seq: 0n,
    readAt: undefined,
  });
  const results = await Promise.allSettled([
    connection.query({ text: "BEGIN READ WRITE" }),
    connection.query(late),
    connection.query({ text: "INSERT INTO customers VALUES (2)" }),
    connection.query({ text: "COMMIT" }),
  ]);
  const [, fenced, , commit] = results;
  assert.is(fenced?.status === "rejected" && fenceError(fenced.reason).class, "fenced");
  assert.is(commit?.status === "fulfilled" && commit.value.command, "ROLLBACK");
  assert.is(await ids(database), "1");
  await connection.close();
});

live(
  "a claim waits for the transaction of the owner before it, and counts it",
  async ({ session, sink, database, other }) => {
    await other.query(
      "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.7); RETURN NEW; END $$",
    );
    await other.query("CREATE TRIGGER t BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION wait()");
    const late = upsert(session, [ada]);
    await sleep(200);
    const next = await sink.openLane(identity);
    assert.equal(await next.claim(), {
      epoch: 2n,
      seq: 1n,
      source: undefined,
      projectSource: undefined,
      appended: undefined,
      readAt: undefined,
      replaced: [],
    });
    assert.is((await late).kind, "committed");
    assert.is(await ids(database), "1");
    await next.close();
  },
);

live(
  "a session that an administrator ends is a lost connection, and nothing is written",
  async ({ session, sink, database, other }) => {
    await other.query("CREATE TRIGGER t BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION slowly()");
    const work = refusal(upsert(session, [ada]));
    await sleep(300);
    await other.query(END_LANE);
    assert.is((await work).class, "connection");
    assert.is((await refusal(session.probe())).class, "connection");
    await other.query("DROP TRIGGER t ON customers");
    assert.is(await ids(database), "");
    const next = await claimed(sink);
    assert.is((await upsert(next, [ada])).kind, "committed");
    await next.close();
  },
);

live("an idle session that was ended is noticed by the next commit", async ({ session, other }) => {
  await other.query(END_LANE);
  await sleep(100);
  assert.is((await refusal(upsert(session, [ada]))).class, "connection");
});

live(
  "a COMMIT whose answer is lost is a lost connection, and the next claim tells that it was counted",
  async ({ sink, database }) => {
    const proxy = await startProxy(server.port);
    const far = createPostgresSink({ name: "db", url: proxy.through(database.url), schema: undefined });
    const session = await far.openLane(identity);
    await session.claim();
    proxy.delay(400);
    const work = refusal(upsert(session, [ada]));
    while ((await ids(database)) === "") await sleep(10);
    proxy.cut();
    assert.is((await work).class, "connection");
    const next = await sink.openLane(identity);
    assert.equal(await next.claim(), {
      epoch: 3n,
      seq: 1n,
      source: "redis-1",
      projectSource: "redis-1",
      appended: undefined,
      readAt: undefined,
      replaced: [],
    });
    assert.equal(await upsert(next, [ada]), { kind: "committed", seq: 2n, upserted: 0, removed: 0 });
    await next.close();
    await far.close();
    await proxy.close();
  },
);

live("a server that can't be reached is a lost connection", async ({ database }) => {
  const proxy = await startProxy(server.port);
  const far = createPostgresSink({ name: "db", url: proxy.through(database.url), schema: undefined });
  await proxy.close();
  const error = await refusal(far.openLane(identity));
  assert.is(`${error.class} ${error.serverCode}`, "connection ECONNREFUSED");
  assert.is((await refusal(far.pageOwners(customers.owners, undefined, 10))).class, "connection");
  await far.close();
});

const rooms = {
  ...customers,
  writes: customers.writes.map((upsert) => ({
    ...upsert,
    name: "rooms_upsert",
    text: upsert.text.replace('"customers"', '"rooms"'),
  })),
};

/** Text that does not compress. */
function noise(length: number): string {
  let state = 1;
  const next = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(33 + ((state >>> 8) % 90));
  };
  return Array.from({ length }, next).join("");
}

test.run();
