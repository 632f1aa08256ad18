/** Rows that are appended, and keys that are frozen: on a real Redis, by a hand-written job, into a double of a database. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cutParts, partOfKeys, type RawEntry } from "../../../runtime/apply/part.ts";
import { createPreparer, type Prepared } from "../../../runtime/apply/prepare.ts";
import { createRoute } from "../../../runtime/apply/route.ts";
import { packKeys } from "../../../runtime/control/stream-entry.ts";
import { Rejection } from "../../../runtime/values/index.ts";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import { endAll } from "../../setup/servers.mjs";
import { connectRedis, redisServer, type RedisConnection } from "../../support/redis.ts";
import { shopProject } from "./customers-job.ts";
import { metricValue, openHarness, ROUTE, until, type ApplyHarness } from "./harness.ts";
import { createMemorySink } from "./memory-sink.ts";
import { visitsJob, type VisitsParts } from "./visits-job.ts";

const append = suite<{ url: string; connection: RedisConnection }>("append");

append.before(async (context) => {
  context.url = (await redisServer()).url;
  context.connection = await connectRedis(context.url);
});
append.before.each(({ connection }) => connection.command("FLUSHALL").then(() => undefined));
append.after(async ({ connection }) => {
  await connection.close();
  await endAll();
});

append(
  "each observation of a key appends its rows with its own time, and other tables take the last",
  async (context) => {
    await context.connection.command("HSET", "visit:1", "name", "Ada");
    const { mapped } = await prepare(context, LOGGED, [
      entry("1-0", "visit:1"),
      entry("2-0", "visit:1"),
      entry("2-1", "visit:1"),
    ]);
    assert.equal(rowsOf(mapped), [
      {
        visits: [{ n: "1", name: "Ada", now: 2000n }],
        log: [1000n, 2000n, 2000n].map((now) => ({ n: "1", name: "Ada", now })),
      },
    ]);
  },
);

append("equal appended rows do not collapse, equal rows of other tables do", async (context) => {
  await context.connection.command("HSET", "visit:1", "name", "Ada");
  const row = { n: "1" };
  const twice: VisitsParts = { tables: ["visits", "log"], map: () => ({ visits: [row, row], log: [row, row] }) };
  const { mapped } = await prepare(context, twice, [entry("1-0", "visit:1")]);
  assert.equal(rowsOf(mapped), [{ visits: [row], log: [row, row] }]);
});

append("a sweep and an entry that was appended before write the other rows and append none", async (context) => {
  await context.connection.command("HSET", "visit:1", "name", "Ada");
  await context.connection.command("HSET", "visit:2", "name", "Bob");
  const entries = [entry("1-0", "visit:1", "visit:3"), sweepEntry("2-0", "visit:2", "visit:4")];
  const { mapped } = await prepare(context, GONE_LOGGED, entries, "1-0");
  assert.equal(rowsOf(mapped), [
    { visits: [{ n: "1", name: "Ada", now: 1000n }], log: [] },
    { visits: [], log: [] },
    { visits: [{ n: "2", name: "Bob", now: 2000n }], log: [] },
    { visits: [], log: [] },
  ]);
});

append("a removal appends its row once an observation, where the table has one", async (context) => {
  const entries = [entry("1-0", "visit:1"), entry("5-0", "visit:1")];
  assert.equal(rowsOf((await prepare(context, GONE_LOGGED, entries)).mapped), [
    { visits: [], log: [1000n, 5000n].map((now) => ({ n: "1", gone: now })) },
  ]);
  assert.equal(rowsOf((await prepare(context, LOGGED, entries)).mapped), [{ visits: [], log: [] }]);
});

append("a removal whose row is rejected rejects its key, and no row of it is lost silently", async (context) => {
  const refuse = (): never => {
    throw new Rejection("RDI5018", "a kind that nobody knows", { file: "visits.rdi", line: 7, column: "kind" });
  };
  const parts: VisitsParts = { ...GONE_LOGGED, gone: refuse };
  const { mapped, rejected, gone } = await prepare(context, parts, [entry("1-0", "visit:1")]);
  assert.equal([mapped.length, gone], [0, []]);
  assert.equal(
    rejected.map(({ key, rejection }) => [key, rejection.code]),
    [["visit:1", "RDI5018"]],
  );
  const swept = await prepare(context, parts, [sweepEntry("2-0", "visit:1")]);
  assert.equal([swept.mapped.length, swept.rejected.length], [1, 0]);
});

append("the owner learns when the change was observed, and whether the key is gone", async (context) => {
  await context.connection.command("HSET", "visit:1", "name", "Ada");
  const { mapped } = await prepare(context, LOGGED, [entry("1-0", "visit:1", "visit:2"), entry("3-0", "visit:2")]);
  assert.equal(
    mapped.map(({ owners }) => owners),
    [
      [{ n: "1", now: 1000n, gone: false }, {}],
      [{ n: "2", now: 3000n, gone: true }, {}],
    ],
  );
});

append(
  "a frozen key is neither written nor removed and appends nothing; when it is deleted it is not frozen",
  async (context) => {
    await context.connection.command("HSET", "visit:1", "code", "frozen");
    const entries = [entry("1-0", "visit:1", "visit:2")];
    const { mapped, frozen } = await prepare(context, { ...GONE_LOGGED, map: (_) => undefined }, entries);
    assert.is(frozen, 1);
    assert.equal(rowsOf(mapped), [{ visits: [], log: [{ n: "2", gone: 1000n }] }]);
  },
);

append(
  "all of a part is read before it is committed, where rows are appended, and in pieces elsewhere",
  async (context) => {
    for (const n of [1, 2, 3]) await context.connection.command("HSET", `visit:${n}`, "name", "x".repeat(4_000_000));
    const entries = [entry("1-0", "visit:1", "visit:2", "visit:3")];
    const whole = await prepare(context, LOGGED, entries);
    assert.equal([whole.mapped.length, whole.rest, whole.part.finishes.length], [3, undefined, 1]);
    const pieces = await prepare(context, { ...LOGGED, tables: ["visits"] }, entries);
    assert.equal([pieces.mapped.length, pieces.rest?.keys, pieces.part.finishes], [2, ["visit:3"], []]);
  },
);

append("a value above max_value is rejected, and one that its reader refuses too", async (context) => {
  await context.connection.command("HSET", "visit:1", "name", "x".repeat(100));
  await context.connection.command("HSET", "visit:2", "name", "x");
  const refused = new Rejection("RDI5010", "name: no", { file: "visits.rdi", line: 5, column: "name" });
  const parts: VisitsParts = {
    ...LOGGED,
    delivery: { maxValue: 99 },
    map: () => {
      throw refused;
    },
  };
  const { rejected, mapped } = await prepare(context, parts, [entry("1-0", "visit:1", "visit:2")]);
  assert.equal(
    rejected.map(({ key, rejection }) => [key, rejection.code]),
    [
      ["visit:1", "RDI5022"],
      ["visit:2", "RDI5010"],
    ],
  );
  assert.equal(mapped, []);
});

append(
  "a lane appends each change once, though a failed XDEL and a new owner bring the entry back",
  async ({ url }) => {
    await withHarness(url, LOGGED, async (harness) => {
      const sink = createMemorySink();
      const stream = harness.lanes[0]?.stream(ROUTE) ?? "";
      await harness.redis.hset("visit:1", { name: "Ada" });
      await harness.name("visit:1");
      await harness.name("visit:1");
      const saved = await harness.redis.xrange(stream, "-", "+");
      const worker = await harness.startWorker(sink);
      await until("the stream is empty", async () => (await harness.backlog()) === 0);
      assert.is(logOf(sink.rows).length, 2);
      await worker.stop();
      await putBack(harness, stream, saved);
      await harness.redis.hset("visit:1", { name: "Grace" });
      await harness.name("visit:1");
      await harness.startWorker(sink);
      await until("the stream is empty", async () => (await harness.backlog()) === 0);
      assert.equal(
        logOf(sink.rows).map((row) => String(row.name)),
        ["Ada", "Ada", "Grace"],
      );
    });
  },
);

append("what a worker wrote before it died, without removing the entry, is not appended again", async ({ url }) => {
  await withHarness(url, LOGGED, async (harness) => {
    const sink = createMemorySink();
    await harness.redis.hset("visit:1", { name: "Ada" });
    await harness.name("visit:1");
    // The commit works, but its answer is lost.
    let lost = 0;
    const open = sink.openLane.bind(sink);
    const losing = {
      ...sink,
      openLane: async (identity: Parameters<typeof open>[0]) => {
        const session = await open(identity);
        const commit: typeof session.commit = async (batch) => {
          const result = await session.commit(batch);
          if (batch.tables.length > 0 && lost++ === 0) throw new SinkError("connection", "", "the answer is lost");
          return result;
        };
        return { ...session, commit };
      },
    };
    await harness.startWorker(losing);
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.ok(lost >= 2, "the entry came a second time");
    assert.is(logOf(sink.rows).length, 1);
  });
});

append("a frozen key's entry is finished and counted, and its rows stay", async ({ url }) => {
  const freezing: VisitsParts = {
    ...LOGGED,
    map: (visit, lookups, at) => (String(visit.code) === "frozen" ? undefined : LOGGED.map(visit, lookups, at)),
  };
  await withHarness(url, freezing, async (harness) => {
    const sink = createMemorySink();
    const worker = await harness.startWorker(sink);
    await harness.redis.hset("visit:1", { name: "Ada" });
    await harness.name("visit:1");
    await until("the row is there", () => sink.rows.has("visits 1"));
    await harness.redis.hset("visit:1", { name: "Grace", code: "frozen" });
    await harness.name("visit:1");
    await until("it is counted", async () => (await metricValue(worker, "rdi_keys_frozen_total")) === 1);
    await until("the stream is empty", async () => (await harness.backlog()) === 0);
    assert.is(String((sink.rows.get("visits 1") as Logged | undefined)?.name), "Ada");
    await harness.redis.del("visit:1");
    await harness.name("visit:1");
    await until("the row is gone", () => !sink.rows.has("visits 1"));
  });
});

interface Logged {
  readonly n: string;
  readonly name: unknown;
}

/** Every visit is a row of `visits`, and is logged. */
const LOGGED: VisitsParts = {
  tables: ["visits", "log"],
  map: ({ name }, _, { key, now }) => {
    const row = { n: String(key.n), name, now };
    return { visits: [row], log: [row] };
  },
};

const GONE_LOGGED: VisitsParts = { ...LOGGED, gone: (key, now) => ({ n: String(key.n), gone: now }) };

async function prepare(
  { connection }: { readonly connection: RedisConnection },
  parts: VisitsParts,
  entries: readonly RawEntry[],
  committed?: string,
): Promise<Prepared> {
  const route = createRoute(visitsJob(parts), "warehouse", createMemorySink());
  const preparer = createPreparer({ redis: connection.redis, hasReadOnlyScripts: true, lanes: 1 }, route);
  const appends = parts.tables?.includes("log") === true;
  const [part] = cutParts(entries, { limit: 100, append: appends ? { committed, only: false } : undefined });
  return preparer(part ?? partOfKeys([], 0));
}

function rowsOf(mapped: Prepared["mapped"]): readonly object[] {
  return mapped.map(({ rows: [visits = [], log = []] }) => ({ visits, log }));
}

function logOf(rows: ReadonlyMap<string, object>): readonly Logged[] {
  return [...rows].flatMap(([name, row]) => (name.startsWith("log #") ? [row as Logged] : []));
}

async function withHarness(
  url: string,
  parts: VisitsParts,
  body: (harness: ApplyHarness) => Promise<void>,
): Promise<void> {
  const project = shopProject({ redis: url, warehouse: "", jobs: [visitsJob(parts)] });
  const harness = await openHarness(url, { ...project, source: { ...project.source, lanes: 1 } });
  try {
    await body(harness);
  } finally {
    await harness.close();
  }
}

/** Entries under their old ids, as a snapshot of Redis from before their removal holds them. */
async function putBack(
  { redis }: ApplyHarness,
  stream: string,
  entries: readonly (readonly [string, readonly string[]])[],
): Promise<void> {
  await redis.del(stream);
  for (const [id, fields] of entries) {
    const [, key = ""] = /(visit:1)/.exec(fields[1] ?? "") ?? [];
    await redis.xadd(stream, id, "k", packKeys([key]), "o", "1");
  }
}

function entry(id: string, ...keys: string[]): RawEntry {
  return { id: Buffer.from(id), fields: [Buffer.from("k"), packKeys(keys)] };
}

function sweepEntry(id: string, ...keys: string[]): RawEntry {
  const { fields, ...rest } = entry(id, ...keys);
  return { ...rest, fields: [...fields, Buffer.from("s"), Buffer.from("sweep")] };
}

append.run();
