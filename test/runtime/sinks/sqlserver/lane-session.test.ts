/** The sink's transactions over the driver, against a double that speaks TDS. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Table } from "../../../../runtime/job.ts";
import { createSqlserverSink } from "../../../../runtime/sinks/sqlserver/sink.ts";
import { SinkError, type LaneSession, type TableWrite, type WriteBatch } from "../../../../runtime/sinks/sink.ts";
import {
  startTdsDouble,
  type Answer,
  type DoubleScript,
  type TdsDouble,
} from "../../../support/tds-double/tds-double.ts";
import type { AskedRequest } from "../../../support/tds-double/requests.ts";
import { customers, sales } from "./tables.ts";

const LANE = { project: "shop", route: "sales.db", lane: 3, source: "src", release: "r1", replid: "abc" };
const COUNT = (count: number): Answer => ({ columns: ["rdi count"], rows: [[count]] });
const END = (word: string): Answer => ({ columns: ["rdi end"], rows: [[word]] });
const CLAIMED: Answer = {
  columns: ["claimed", "epoch", "seq", "source", "ofProject", "appended", "read_replid", "read_offset", "replaced"],
  rows: [["1", "5", "41", "src", "src", "7-1", "abc", "9007199254740993", "old older"]],
};

interface Stage {
  readonly double: TdsDouble;
  readonly session: LaneSession<Table>;
}

/** Claims are answered by themselves. */
async function withLane(answers: readonly (readonly Answer[])[], use: (stage: Stage) => Promise<void>): Promise<void> {
  const left = [...answers];
  await withDouble({ answer: (asked) => (isClaim(asked) ? [CLAIMED] : (left.shift() ?? [])) }, async (double) => {
    const session = await sinkAt(double).openLane(LANE);
    try {
      await session.claim();
      await use({ double, session });
    } finally {
      await session.close();
    }
  });
}

async function withDouble(script: DoubleScript, use: (double: TdsDouble) => Promise<void>): Promise<void> {
  const double = await startTdsDouble(script);
  try {
    await use(double);
  } finally {
    await double.close();
  }
}

function sinkAt({ url }: TdsDouble) {
  return createSqlserverSink({ name: "db", url: `${url}?encrypt=false`, schema: undefined });
}

function isClaim({ text }: AskedRequest): boolean {
  return text.includes("@claimed");
}

function batchOf(...tables: readonly TableWrite<Table>[]): WriteBatch<Table> {
  return { tables, mode: "upsert", readAt: { replid: "abc", offset: 9007199254740993n } };
}

const SALE = { receipt: "r1", redis_key: "sale:1", amount: 12n };
const SALES: TableWrite<Table> = {
  table: sales as Table,
  owners: [{ redis_key: "sale:1" }, { redis_key: "sale:2" }],
  absent: [{ redis_key: "sale:2" }],
  rows: [SALE],
};
const CUSTOMERS: TableWrite<Table> = { table: customers, owners: [{}, {}], absent: [{}], rows: [{}] };

async function failureOf(work: Promise<unknown>): Promise<SinkError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SinkError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

test("a claim tells what the checkpoint knew before", async () => {
  await withDouble({ answer: () => [CLAIMED] }, async (double) => {
    const session = await sinkAt(double).openLane(LANE);
    assert.equal(await session.claim(), {
      epoch: 5n,
      seq: 41n,
      source: "src",
      projectSource: "src",
      appended: "7-1",
      readAt: { replid: "abc", offset: 9007199254740993n },
      replaced: ["old", "older"],
    });
    await session.close();
    const [login] = double.logins;
    assert.equal(login, { user: "writer", password: "secret", application: "rdi sales.db 3", database: "shop" });
    const [claim] = double.requests;
    assert.equal(claim?.parameters, {
      project: "shop",
      route: "sales.db",
      lane: 3,
      source: "src",
      release: "r1",
      replid: "abc",
    });
  });
});

test("a transaction is one request from BEGIN to COMMIT, with a text that depends on no value", async () => {
  const good = [
    COUNT(1),
    COUNT(0),
    COUNT(1),
    { columns: ["rdi position", "o0"], rows: [] },
    COUNT(0),
    END("committed"),
  ];
  await withLane([good, good], async ({ double, session }) => {
    assert.equal(await session.commit(batchOf(SALES)), { kind: "committed", seq: 42n, upserted: 1, removed: 0 });
    await session.commit(batchOf({ ...SALES, rows: [SALE, { ...SALE, receipt: "Ä'😀\u0000" }] }));
    const [first, second] = double.requests.slice(1);
    assert.is(double.requests.length, 3);
    assert.is(first?.text, second?.text);
    assert.is(first?.declared, second?.declared);
    assert.match(first?.declared ?? "", /@r1 nvarchar\(max\)/);
    assert.match(first?.text ?? "", /BEGIN TRANSACTION;[^]*COMMIT TRANSACTION;/);
  });
});

test("the fence moves the checkpoint on from where it was claimed, and each commit by one", async () => {
  await withLane(
    [
      [COUNT(1), END("committed")],
      [COUNT(1), END("committed")],
    ],
    async ({ double, session }) => {
      await session.probe();
      await session.probe();
      const moves = double.requests.slice(1).map(({ parameters }) => [parameters["epoch"], parameters["seq"]]);
      assert.equal(moves, [
        [5n, 41n],
        [5n, 42n],
      ]);
    },
  );
});

test("rows, owners and offsets arrive as they are, and a check's rows with their positions", async () => {
  const rows = [
    { receipt: "a", redis_key: "sale:1", amount: 9223372036854775807n },
    { receipt: "", redis_key: 'q"\\\u0000😀', amount: null },
  ];
  await withLane([[COUNT(1), END("committed")]], async ({ double, session }) => {
    await session.commit(batchOf({ ...SALES, rows }));
    const { parameters } = double.requests.at(-1) ?? {};
    assert.is(parameters?.["offset"], "9007199254740993");
    assert.is(parameters?.["t0"], "MOVE SALES");
    assert.equal(JSON.parse(String(parameters?.["o0"])), [["sale:1"], ["sale:2"]]);
    assert.is(parameters?.["t1"], "UPSERT SALES");
    assert.is(parameters?.["o1"], null);
    assert.equal(JSON.parse(String(parameters?.["r1"])), [
      ["a", "sale:1", "9223372036854775807"],
      ["", 'q"\\\u0000😀', null],
    ]);
    assert.is(parameters?.["t2"], "COLLISIONS OF SALES");
    assert.equal(JSON.parse(String(parameters?.["r2"])), [
      ["a", "sale:1", "0"],
      ["", 'q"\\\u0000😀', "1"],
    ]);
  });
});

test("a document longer than a packet arrives whole", async () => {
  const long = { ...SALE, redis_key: "é".repeat(100_000) };
  await withLane([[COUNT(1), END("committed")]], async ({ double, session }) => {
    await session.commit(batchOf({ ...SALES, rows: [long] }));
    const [[, key] = []] = JSON.parse(String(double.requests.at(-1)?.parameters["r1"]));
    assert.is(key, long.redis_key);
  });
});

test("counts are those of the statements, and a trigger's result is passed over", async () => {
  const answers = [
    COUNT(1),
    COUNT(2),
    { columns: ["of a trigger"], rows: [["x"]] },
    COUNT(3),
    { columns: ["rdi position", "o0"], rows: [] },
    COUNT(0),
    END("committed"),
  ];
  await withLane([answers], async ({ session }) => {
    assert.equal(await session.commit(batchOf(SALES)), { kind: "committed", seq: 42n, upserted: 3, removed: 2 });
  });
});

test("rows of other keys are told with the keys, and nothing moves", async () => {
  const found: Answer = { columns: ["rdi position", "o0"], rows: [["0", "sale:9"]] };
  const answers = [
    [COUNT(1), COUNT(0), COUNT(0), found, COUNT(1), END("collided")],
    [COUNT(1), END("committed")],
  ];
  await withLane(answers, async ({ double, session }) => {
    const result = await session.commit(batchOf(SALES));
    assert.equal(result, { kind: "collided", collisions: [{ table: sales as Table, index: 0, ownerKey: "sale:9" }] });
    await session.probe();
    assert.is(double.requests.at(-1)?.parameters["seq"], 41n);
  });
});

test("a trial is rolled back, and the lane stays where it was", async () => {
  await withLane(
    [
      [COUNT(1), COUNT(1), COUNT(1), END("tried")],
      [COUNT(1), END("committed")],
    ],
    async ({ double, session }) => {
      const tried = await session.commit({ ...batchOf(CUSTOMERS), trial: true });
      assert.equal(tried, { kind: "committed", seq: 41n, upserted: 1, removed: 1 });
      assert.match(double.requests.at(-1)?.text ?? "", /ROLLBACK TRANSACTION;\nSELECT N'tried'/);
      await session.probe();
      assert.is(double.requests.at(-1)?.parameters["seq"], 41n);
    },
  );
});

test("the fence's own number before any count means that somebody else has the lane", async () => {
  await withLane([[{ error: { number: 50_001, message: "rdi fence" } }]], async ({ double, session }) => {
    const error = await failureOf(session.commit(batchOf(CUSTOMERS)));
    assert.is(error.class, "fenced");
    // The session is over, and nothing is sent any more.
    assert.is((await failureOf(session.probe())).class, "fenced");
    assert.is(double.requests.length, 2);
  });
});

test("the same number of a trigger is a fault of the data", async () => {
  await withLane(
    [
      [COUNT(1), { error: { number: 50_001, message: "no" } }],
      [COUNT(1), END("committed")],
    ],
    async ({ session }) => {
      const error = await failureOf(session.commit(batchOf(SALES)));
      assert.is(error.class, "data");
      assert.is(error.place.statement, "sales.moved");
      await session.probe();
    },
  );
});

test("an error is that of the statement behind the last count", async () => {
  const full = {
    number: 2627,
    message: "Violation of PRIMARY KEY constraint 'PK_sales'. The duplicate key value is (r1).",
  };
  await withLane([[COUNT(1), COUNT(0), { error: full }]], async ({ session }) => {
    const error = await failureOf(session.commit(batchOf(SALES)));
    assert.is(error.class, "order");
    assert.is(error.serverCode, "2627");
    assert.equal(error.place, { statement: "sales.upsert", constraint: "PK_sales" });
  });
});

test("of several errors the first one counts", async () => {
  const first = { number: 208, message: "Invalid object name 'sales'." };
  const second = { number: 50_002, message: "rdi statement" };
  await withLane([[COUNT(1), { error: first }, { error: second }]], async ({ session }) => {
    const error = await failureOf(session.commit(batchOf(SALES)));
    assert.is(error.class, "halt");
    assert.is(error.serverCode, "208");
  });
});

test("a locked checkpoint is an outage, a locked row is not", async () => {
  const lock = { error: { number: 1222, message: "Lock request time out period exceeded." } };
  await withLane([[lock]], async ({ session }) => {
    assert.is((await failureOf(session.commit(batchOf(SALES)))).class, "connection");
  });
  await withLane([[COUNT(1), lock]], async ({ session }) => {
    assert.is((await failureOf(session.commit(batchOf(SALES)))).class, "order");
  });
});

test("a deadlock's victim is tried again over a new connection", async () => {
  await withLane(
    [[COUNT(1), { error: { number: 1205, message: "deadlock victim", class: 13 } }]],
    async ({ session }) => {
      assert.is((await failureOf(session.commit(batchOf(SALES)))).class, "connection");
      assert.is((await failureOf(session.look?.() ?? Promise.resolve())).class, "connection");
    },
  );
});

for (const [when, answers] of [
  ["before any answer", ["cut"]],
  ["in the midst of the answer", [COUNT(1), COUNT(1), "cut"]],
  ["when only the end is missing", [COUNT(1), COUNT(1), COUNT(1)]],
] as const) {
  test(`a transaction that ${when} came to no end has an unknown outcome`, async () => {
    await withLane([answers], async ({ session }) => {
      assert.is((await failureOf(session.commit(batchOf(CUSTOMERS)))).class, "connection");
    });
  });
}

test("a remark of a trigger does not undo what was committed", async () => {
  const remark = { error: { number: 50_000, message: "mind the gap" } };
  await withLane([[COUNT(1), remark, COUNT(1), COUNT(1), END("committed")]], async ({ session }) => {
    assert.equal(await session.commit(batchOf(CUSTOMERS)), { kind: "committed", seq: 42n, upserted: 1, removed: 1 });
  });
});

test("a key that ends with a blank is refused before anything is sent", async () => {
  await withLane([[COUNT(1), END("committed")]], async ({ double, session }) => {
    const error = await failureOf(session.commit(batchOf({ ...SALES, rows: [{ ...SALE, receipt: "r1 " }] })));
    assert.is(error.class, "data");
    assert.is(error.serverCode, "TRAILING_BLANK");
    assert.is(double.requests.length, 1);
    await session.probe();
  });
});

test("a value of a sensitive column is in no message", async () => {
  const said = {
    number: 2628,
    message: "String or binary data would be truncated in table 'customers', column 'name'. Truncated value: 'Ada L'.",
  };
  await withLane([[COUNT(1), { error: said }]], async ({ session }) => {
    const error = await failureOf(session.commit(batchOf(CUSTOMERS)));
    assert.is(error.class, "data");
    assert.not.match(error.message, /Ada/);
    assert.is(error.cause, undefined);
    assert.equal(error.place, { statement: "customers.upsert", table: "customers", column: "name" });
  });
});

test("a refused login halts, and one of a database that fails over is tried again", async () => {
  for (const [number, kind] of [
    [18456, "halt"],
    [4060, "connection"],
    [40613, "connection"],
  ] as const) {
    await withDouble({ refuse: () => ({ number, message: "no", class: 14 }) }, async (double) => {
      const error = await failureOf(sinkAt(double).openLane(LANE));
      assert.is(error.class, kind, String(number));
      assert.is(error.serverCode, String(number));
    });
  }
});

/** The driver logs in once only to see whether it can. */
const LOGINS_OF_ONE = 2;

test("pages of owners go on behind the last one, over one connection", async () => {
  const page: Answer = { columns: ["o0"], rows: [["sale:1"], ["sale:2"]] };
  await withDouble({ answer: () => [page] }, async (double) => {
    const sink = sinkAt(double);
    const { owners } = sales;
    if (owners === undefined) throw new Error("the table has pages");
    const first = await sink.pageOwners(owners, undefined, 2);
    assert.equal(first, [["sale:1"], ["sale:2"]]);
    await sink.pageOwners(owners, first.at(-1), 2);
    await sink.close();
    assert.equal(
      double.requests.map(({ text, parameters }) => [text, parameters]),
      [
        ["FIRST OWNERS", { limit: 2 }],
        ["NEXT OWNERS", { limit: 2, p0: "sale:2" }],
      ],
    );
    assert.is(double.logins.length, LOGINS_OF_ONE);
  });
});

test("a gap is noted over a connection of its own", async () => {
  await withDouble({}, async (double) => {
    await sinkAt(double).recordGap({ project: "shop", route: "sales.db", lane: undefined, cause: "overflow" });
    const [gap] = double.requests;
    assert.equal(gap?.parameters, { project: "shop", route: "sales.db", lane: null, cause: "overflow" });
  });
});

test.run();
