/** What the sink looks at before it works, against a double that answers as the catalog would. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../../../runtime/errors.ts";
import type { Table } from "../../../../runtime/job.ts";
import { operations } from "../../../../runtime/sinks/sqlserver/operations.ts";
import { createSqlserverSink } from "../../../../runtime/sinks/sqlserver/sink.ts";
import type { AskedRequest } from "../../../support/tds-double/requests.ts";
import { startTdsDouble, type Answer, type TdsDouble } from "../../../support/tds-double/tds-double.ts";
import { sales } from "./tables.ts";

interface Server {
  readonly version: string;
  readonly edition: string;
  readonly updateability: string;
  readonly level: string;
  /** What OPENJSON makes of the document that it is asked with. */
  readonly read: (document: string) => string | null;
  readonly bytes: string | null;
  readonly babelfish: string | null;
  /** What the catalog says of the table; undefined where there is none. */
  readonly facts: object | undefined;
  readonly checkpoint: "there" | "missing" | "not allowed";
}

const COLUMN = {
  modifier: -1,
  domain: null,
  default: null,
  expression: null,
  identity: null,
  collation: null,
  notNull: true,
  hasDefault: false,
  generated: false,
  deterministic: true,
  mayInsert: true,
  mayUpdate: true,
  maySelect: true,
};
const EXACT = { name: "Latin1_General_100_BIN2", schema: null };
const typed = (name: string, type: string) => ({ ...COLUMN, name, type, base: type, stored: type });
const TEXT = { ...typed("receipt", "nvarchar(450)"), collation: EXACT };
const KEY = { ...typed("redis_key", "nvarchar(450)"), collation: EXACT };
const AMOUNT = { ...typed("amount", "bigint"), notNull: false };
const INDEX = {
  name: "PK_sales",
  unique: true,
  partial: false,
  predicate: null,
  deferrable: false,
  primary: true,
  nullsNotDistinct: true,
  deterministic: true,
  named: [{ name: "receipt" }],
};
const FACTS = {
  kind: "r",
  oid: 7,
  schema: "dbo",
  user: "writer",
  mayUseSchema: true,
  mayDelete: true,
  hasDeleteTrigger: false,
  columns: [TEXT, KEY, AMOUNT],
  indexes: [INDEX, { ...INDEX, name: "ix", unique: false, primary: false, named: [{ name: "redis_key" }] }],
};
const GOOD: Server = {
  version: "16",
  edition: "3",
  updateability: "READ_WRITE",
  level: "160",
  read: (document) => String(JSON.parse(document)),
  bytes: "1",
  babelfish: null,
  facts: FACTS,
  checkpoint: "there",
};

function answering(server: Server): (asked: AskedRequest) => readonly Answer[] {
  let checkpoint = server.checkpoint;
  return ({ text, parameters }) => {
    if (text.includes("ProductMajorVersion")) {
      const { read, version, edition, updateability, level, bytes, babelfish } = server;
      const texts = read(String(parameters["document"]));
      const columns = ["version", "edition", "updateability", "level", "texts", "bytes", "babelfish"];
      return [{ columns, rows: [[version, edition, updateability, level, texts, bytes, babelfish]] }];
    }
    if (text.includes("OBJECT_ID(@name)"))
      return [{ columns: ["facts"], rows: server.facts === undefined ? [] : [[JSON.stringify(server.facts)]] }];
    if (text.startsWith("SELECT TOP (0)"))
      return checkpoint === "there" ? [] : [{ error: { number: 208, message: "Invalid object name." } }];
    if (text.startsWith("CREATE TABLE") && checkpoint === "missing") checkpoint = "there";
    else if (text.startsWith("CREATE TABLE"))
      return [{ error: { number: 262, message: "CREATE TABLE permission denied." } }];
    return text.includes("AS allowed") ? [{ columns: ["allowed"], rows: [["yes"]] }] : [];
  };
}

interface Prepared {
  readonly problem: StartupError | undefined;
  readonly warnings: readonly string[];
  readonly double: TdsDouble;
}

async function prepared(server: Server, table: Table = sales as Table): Promise<Prepared> {
  const double = await startTdsDouble({ answer: answering(server) });
  const warnings: string[] = [];
  const log = { warn: (message: string) => void warnings.push(message) };
  const sink = createSqlserverSink({ name: "db", url: `${double.url}?encrypt=false`, schema: undefined, log });
  try {
    await sink.prepare([table]);
    return { problem: undefined, warnings, double };
  } catch (error) {
    if (error instanceof StartupError) return { problem: error, warnings, double };
    throw error;
  } finally {
    await sink.close();
    await double.close();
  }
}

test("a table that is as its job needs it is taken, without a word", async () => {
  const { problem, warnings } = await prepared(GOOD);
  assert.is(problem, undefined);
  assert.equal(warnings, []);
});

test("a checkpoint table that is missing is made", async () => {
  const { problem, double } = await prepared({ ...GOOD, checkpoint: "missing" });
  assert.is(problem, undefined);
  assert.ok(double.requests.some(({ text }) => text.startsWith("CREATE TABLE [rdi_checkpoint]")));
});

test("one that may not be made is named with what somebody else is to run", async () => {
  const { problem } = await prepared({ ...GOOD, checkpoint: "not allowed" });
  assert.is(problem?.code, "RDI5009");
  assert.match(problem?.message ?? "", /could not be created: CREATE TABLE permission denied/);
  assert.match(problem?.hint ?? "", /CREATE TABLE \[rdi_checkpoint\][^]*GRANT SELECT, INSERT, UPDATE/);
});

for (const [what, server, says] of [
  ["an old server", { version: "12" }, /older than SQL Server 2016/],
  ["an old compatibility level", { level: "120", read: () => null }, /compatibility level 120/],
  [
    "a server that leaves texts as JSON writes them",
    { read: (text: string) => text.slice(3, -3) },
    /would store others/,
  ],
  ["a server that reads no hexadecimal digits", { bytes: null }, /would store others/],
  ["Babelfish", { babelfish: "1", bytes: null }, /is Babelfish/],
  ["Babelfish that tells an old version", { babelfish: "1", version: "12" }, /is Babelfish/],
  ["a pool of Synapse", { edition: "6" }, /Synapse/],
  ["a secondary replica", { updateability: "READ_ONLY" }, /read-only/],
] as const) {
  test(`${what} is refused`, async () => {
    const { problem } = await prepared({ ...GOOD, ...server });
    assert.is(problem?.code, "RDI5005");
    assert.match(problem?.message ?? "", says);
  });
}

test("a server that reads documents is taken whatever level it tells", async () => {
  assert.is((await prepared({ ...GOOD, level: "120" })).problem, undefined);
});

test("Babelfish is told to be PostgreSQL as well", async () => {
  const { problem } = await prepared({ ...GOOD, babelfish: "1", read: (text) => text });
  assert.match(problem?.hint ?? "", /kind postgres/);
});

test("a Babelfish that reads as SQL Server does is taken", async () => {
  assert.is((await prepared({ ...GOOD, babelfish: "1" })).problem, undefined);
});

test("documents within a document may come as text", async () => {
  const facts = {
    ...FACTS,
    columns: JSON.stringify(FACTS.columns.map((one) => ({ ...one, collation: JSON.stringify(one.collation) }))),
    indexes: JSON.stringify(FACTS.indexes.map((one) => ({ ...one, named: JSON.stringify(one.named) }))),
  };
  assert.is((await prepared({ ...GOOD, facts })).problem, undefined);
});

test("Azure's databases are taken whatever their version says", async () => {
  assert.is((await prepared({ ...GOOD, edition: "5", version: "12" })).problem, undefined);
});

for (const [what, facts, code, says] of [
  ["a missing table", undefined, "RDI5007", /does not exist/],
  ["a view", { ...FACTS, kind: "v" }, "RDI5007", /not an ordinary table/],
  ["a missing column", { ...FACTS, columns: [TEXT, KEY] }, "RDI5008", /Column amount .* does not exist/],
  [
    "another type",
    { ...FACTS, columns: [TEXT, KEY, { ...AMOUNT, stored: "int" }] },
    "RDI5008",
    /Column amount .* is bigint/,
  ],
  ["a code page", { ...FACTS, columns: [{ ...TEXT, stored: "varchar(450)" }, KEY, AMOUNT] }, "RDI5008", /code page/],
  [
    "a collation that ignores case",
    { ...FACTS, columns: [TEXT, { ...KEY, deterministic: false }, AMOUNT] },
    "RDI5008",
    /redis_key .* collation/,
  ],
  ["an identity column", { ...FACTS, columns: [TEXT, KEY, { ...AMOUNT, identity: "always" }] }, "RDI5008", /identity/],
  ["a computed column", { ...FACTS, columns: [TEXT, KEY, { ...AMOUNT, generated: true }] }, "RDI5008", /computed/],
  [
    "a column that nobody fills",
    { ...FACTS, columns: [TEXT, KEY, AMOUNT, typed("left", "int")] },
    "RDI5008",
    /not written: left/,
  ],
  ["no unique index", { ...FACTS, indexes: [] }, "RDI5008", /no unique index/],
  [
    "a filtered index",
    { ...FACTS, indexes: [{ ...INDEX, partial: true, predicate: "amount IS NULL" }] },
    "RDI5008",
    /has a filter/,
  ],
  ["a missing right", { ...FACTS, mayDelete: false }, "RDI5006", /DELETE/],
] as const) {
  test(`${what} is refused with what to type`, async () => {
    const removing = { ...sales, removals: [{ ...sales.removals[0], text: "DELETE t\nFROM …" }] };
    const { problem } = await prepared({ ...GOOD, facts }, removing as Table);
    assert.is(problem?.code, code);
    assert.match(problem?.message ?? "", says);
    assert.ok((problem?.hint ?? "") !== "");
  });
}

test("a column in which long values are refused is a warning", async () => {
  const facts = { ...FACTS, columns: [{ ...TEXT, stored: "nvarchar(20)", type: "nvarchar(20)" }, KEY, AMOUNT] };
  const { problem, warnings } = await prepared({ ...GOOD, facts });
  assert.is(problem, undefined);
  assert.is(warnings.length, 1);
  assert.match(warnings[0] ?? "", /receipt .* longer values are refused/);
});

test("introspection tells the same facts", async () => {
  const double = await startTdsDouble({ answer: answering(GOOD) });
  try {
    const url = `${double.url}?encrypt=false`;
    const found = await operations.introspect({ name: "db", url, schema: "dbo" }, [{ schema: "dbo", table: "sales" }]);
    const [table] = found.tables;
    assert.equal(
      table?.facts?.columns.map(({ name, stored }) => [name, stored]),
      [
        ["receipt", "nvarchar(450)"],
        ["redis_key", "nvarchar(450)"],
        ["amount", "bigint"],
      ],
    );
    assert.equal(table?.facts?.indexes[0]?.columns, ["receipt"]);
    assert.equal(table?.facts?.foreignKeys, []);
  } finally {
    await double.close();
  }
});

test("a database in which no worker has written has no checkpoints yet", async () => {
  const double = await startTdsDouble({ answer: () => [{ error: { number: 208, message: "Invalid object name." } }] });
  try {
    const seen = await operations.checkpoints({ project: "p", url: `${double.url}?encrypt=false`, schema: undefined });
    assert.equal(seen, { reachable: true, problem: "no checkpoint yet: no worker has written here", checkpoints: [] });
  } finally {
    await double.close();
  }
});

test.run();
