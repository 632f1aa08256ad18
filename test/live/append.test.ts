/** `append into`, the gaps beside the checkpoint, and checkpoints of an older version, on a real PostgreSQL. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../runtime/errors.ts";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import { SinkError, type Checkpoint, type WriteBatch } from "../../runtime/sinks/sink.ts";
import { instant } from "../../runtime/values/instant.ts";
import { freshDatabase, postgresServer } from "../support/postgres.ts";
import { startProxy } from "../support/proxy.ts";
import { endServer, LANE, shapeOf, withTable, type ShapeBench } from "./shape-bench.ts";
import { tableOf } from "./shape-tables.ts";

test.after(endServer);

const seen = (id: bigint): object => ({ id, seen_at: instant(id), state: "s" });

/** As after a crash: the lane is claimed once more. */
async function claimAgain({ sink }: ShapeBench): Promise<Checkpoint> {
  const session = await sink.openLane(LANE);
  const checkpoint = await session.claim();
  await session.close();
  return checkpoint;
}

test("equal rows are appended again and again", () =>
  withTable(shapeOf("append"), async ({ database, commit }) => {
    await commit([seen(1n), seen(1n)]);
    await commit([seen(1n)]);
    assert.equal(await database.query("SELECT count(*) FROM t"), [{ count: "3" }]);
  }));

test("the checkpoint knows the last entry whose rows were appended, and keeps it", () =>
  withTable(shapeOf("append"), async (bench) => {
    const { session, table } = bench;
    const tables = [{ table, rows: [seen(1n)], owners: [], absent: [] }];
    await session.commit({ tables, mode: "upsert", readAt: undefined, appended: "17-3" });
    await session.commit({ tables, mode: "upsert", readAt: undefined });
    await session.probe();
    assert.is((await claimAgain(bench)).appended, "17-3");
  }));

test("a batch that is rolled back has appended nothing", () =>
  withTable(shapeOf("append"), async (bench) => {
    const { session, table } = bench;
    const tables = [{ table, rows: [{ ...seen(1n), id: 2n ** 63n }], owners: [], absent: [] }];
    const refused = session.commit({ tables, mode: "upsert", readAt: undefined, appended: "17-3" });
    assert.instance(await refused.catch((error: unknown) => error), SinkError);
    assert.is((await claimAgain(bench)).appended, undefined);
  }));

test("a trial writes nothing, says what would be refused at COMMIT, and is followed by a commit", () =>
  withTable(shapeOf("append"), async (bench) => {
    const { database, session, table } = bench;
    await database.query("ALTER TABLE t ADD UNIQUE (id) DEFERRABLE INITIALLY DEFERRED");
    const tables = (...ids: bigint[]): WriteBatch["tables"] => [{ table, rows: ids.map(seen), owners: [], absent: [] }];
    const batch = { mode: "upsert", readAt: undefined, appended: "17-3" } as const;
    assert.is((await session.commit({ ...batch, tables: tables(1n), trial: true })).kind, "committed");
    const refused: unknown = await session
      .commit({ ...batch, tables: tables(1n, 1n), trial: true })
      .catch((thrown: unknown) => thrown);
    assert.ok(refused instanceof SinkError && refused.class === "order", String(refused));
    assert.equal(await database.query("SELECT * FROM t"), []);
    const result = await session.commit({ ...batch, tables: tables(1n) });
    assert.equal(result, { kind: "committed", seq: 1n, upserted: 1, removed: 0 });
    assert.is((await claimAgain(bench)).appended, "17-3");
  }));

test("when the answer to a COMMIT is lost, the next claim tells which entry was appended", () =>
  withTable(shapeOf("append"), async (bench) => {
    const { database, table } = bench;
    const proxy = await startProxy(Number(new URL(database.url).port));
    const far = createPostgresSink({ name: "db", url: proxy.through(database.url), schema: undefined });
    const session = await far.openLane(LANE);
    await session.claim();
    proxy.delay(400);
    const tables = [{ table, rows: [seen(1n)], owners: [], absent: [] }];
    const work = session.commit({ tables, mode: "upsert", readAt: undefined, appended: "17-3" });
    const lost = work.catch((thrown: unknown) => thrown);
    while ((await database.query("SELECT FROM t")).length === 0) await new Promise((done) => setTimeout(done, 10));
    proxy.cut();
    const error = await lost;
    assert.ok(error instanceof SinkError && error.class === "connection", String(error));
    assert.is((await claimAgain(bench)).appended, "17-3");
    await far.close();
    await proxy.close();
  }));

test("a gap is a row beside the checkpoint", () =>
  withTable(shapeOf("history"), async ({ database, sink }) => {
    await sink.recordGap({ project: "shop", route: "prices.db", lane: undefined, cause: "overflow" });
    await sink.recordGap({ project: "shop", route: "prices.db", lane: 3, cause: "gap" });
    const gaps =
      "SELECT project, route, lane, cause, now() - noticed_at < '1 minute' AS recent FROM rdi_gaps ORDER BY cause";
    assert.equal(await database.query(gaps), [
      { project: "shop", route: "prices.db", lane: "3", cause: "gap", recent: "t" },
      { project: "shop", route: "prices.db", lane: null, cause: "overflow", recent: "t" },
    ]);
  }));

test("a target without histories and logs gets no table of gaps, and a gap that can't be recorded is an error", () =>
  withTable(shapeOf("one-owner"), async ({ database, sink }) => {
    assert.equal(await database.query("SELECT to_regclass('rdi_gaps') AS gaps"), [{ gaps: null }]);
    const gap = sink.recordGap({ project: "shop", route: "a.db", lane: 0, cause: "gap" });
    const error = await gap.catch((thrown: unknown) => thrown);
    assert.ok(error instanceof SinkError && error.serverCode === "42P01", String(error));
  }));

const OLD_CHECKPOINT = `CREATE TABLE rdi_checkpoint (project text NOT NULL, route text NOT NULL, lane integer NOT NULL, epoch bigint NOT NULL,
  seq bigint NOT NULL, source text, release text NOT NULL, read_replid text, read_offset bigint,
  updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (project, route, lane));
INSERT INTO rdi_checkpoint VALUES ('test', 'shape.db', 0, 7, 9, 'redis-1', 'r0', 'abc', 5);`;

test("a checkpoint table of an older version gets its columns and keeps its rows", async () => {
  const shape = shapeOf("append");
  await withTable({ ...shape, ddl: `${shape.ddl}; ${OLD_CHECKPOINT}` }, async (bench) => {
    assert.equal(await claimAgain(bench), {
      epoch: 9n,
      seq: 9n,
      source: "redis-1",
      projectSource: "redis-1",
      appended: undefined,
      readAt: { replid: "abc", offset: 5n },
      replaced: [],
    });
  });
});

test("without the right to do so the user is told what to run, and a table that is not ours is left alone", async () => {
  const server = await postgresServer();
  const shape = shapeOf("append");
  const database = await freshDatabase(server, `${shape.ddl}; ${OLD_CHECKPOINT}`);
  try {
    await database.query("CREATE ROLE worker LOGIN PASSWORD 'worker'; GRANT ALL ON t, rdi_checkpoint TO worker");
    const url = new URL(database.url);
    url.username = "worker";
    url.password = "worker";
    const refused = await prepareError(url.href, []);
    assert.is(refused?.code, "RDI5009");
    assert.match(refused?.message ?? "", "could not be brought up to date");
    assert.match(
      refused?.hint ?? "",
      'ALTER TABLE "rdi_checkpoint" ADD COLUMN IF NOT EXISTS appended text, ADD COLUMN IF NOT EXISTS replaced text;',
    );
    await database.query("DROP TABLE rdi_checkpoint; CREATE TABLE rdi_checkpoint (route text)");
    assert.is((await prepareError(database.url, []))?.code, "RDI5009");
    const columns = "SELECT attname FROM pg_attribute WHERE attrelid = 'rdi_checkpoint'::regclass AND attnum > 0";
    assert.equal(await database.query(columns), [{ attname: "route" }]);
    await database.query("DROP TABLE rdi_checkpoint");
    assert.is(await prepareError(database.url, [tableOf(shape)]), undefined);
  } finally {
    await database.close();
    await server.remove();
  }
});

async function prepareError(
  url: string,
  tables: readonly ReturnType<typeof tableOf>[],
): Promise<StartupError | undefined> {
  const sink = createPostgresSink({ name: "db", url, schema: undefined });
  try {
    await sink.prepare(tables);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof StartupError) return thrown;
    throw thrown;
  } finally {
    await sink.close();
  }
}

test.run();
