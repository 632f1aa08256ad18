/** The comparison of `rdi verify`, column by column and mode by mode: what a look at the numbers or letters alone would miss. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { followSweeps, requestSweep } from "../../runtime/operate.ts";
import { buildText } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import { setStage, sweepsAreDone, type Stage } from "../support/stage.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target warehouse: postgres { url: env("WAREHOUSE_URL"), schema: "public" }

job things {
  from hash "thing:{id:int}"
  skip when state is "frozen"
  into warehouse.things key (id) {
    id: bigint = @id
    whole: smallint
    digits: numeric
    fitted: numeric(12,2)
    single: real
    twice: double
    flag: boolean
    words: text
    short: varchar(20)
    padded: char(4)
    doc: json
    raw: bytes
    day: date
    clock: time
    local: timestamp
    instant: timestamptz
    place: native("inet")
    secret: text sensitive
    seen: timestamptz = now()
  }
}

job states {
  from hash "state:{id:int}"
  history into warehouse.states key (id) period (since, until) { id: bigint = @id, name: text }
}

job lines {
  from hash "list:{id:int}"
  where shown is not "no"
  into warehouse.lists key (id) { id: bigint = @id, name: text, gone: boolean = false } on delete set { gone: true }
}
`;

const SCHEMA = `
CREATE TABLE things (id bigint PRIMARY KEY, whole integer, digits numeric, fitted numeric(14,2), single real, twice double precision, flag boolean,
  words text, short varchar(30), padded char(6), doc jsonb, raw bytea, day date, clock time, local timestamp, instant timestamptz, place inet, secret text, seen timestamptz);
CREATE TABLE states (id bigint, name text, since timestamptz, until timestamptz, PRIMARY KEY (id, since));
CREATE UNIQUE INDEX ON states (id) WHERE until IS NULL;
CREATE TABLE lists (id bigint PRIMARY KEY, name text, gone boolean NOT NULL);
`;

const VALUES = {
  whole: "7",
  digits: "1.50",
  fitted: "3.10",
  single: "0.1",
  twice: "0.30000000000000004",
  flag: "true",
  words: "Straße",
  short: "abc",
  padded: "ab",
  doc: '{"a":1.0}',
  raw: "bytes",
  day: "2024-02-29",
  clock: "12:30:00.000001",
  local: "2024-02-29 12:30:00.000001",
  instant: "2024-02-29T12:30:00.000001Z",
  place: "10.0.0.1",
  secret: "hidden",
};

/** What somebody writes by hand: equal at a careless look. */
const SPOILED: Readonly<Record<string, string>> = {
  whole: "8",
  digits: "1.500",
  fitted: "3.11",
  single: "0.10000001",
  twice: "0.3",
  flag: "NULL",
  words: "'strasse'",
  short: "'abc '",
  padded: "'abc'",
  doc: `'{"a":1}'`,
  raw: "'\\x00'",
  day: "'2024-03-01'",
  clock: "'12:30:00'",
  local: "'2024-02-29 12:30:00'",
  instant: "'2024-02-29 12:30:00Z'",
  place: "'10.0.0.1/24'",
  secret: "'seen'",
};

interface Difference {
  readonly key: string;
  readonly kind: string;
  readonly column: string | null;
  readonly stored: string | null;
  readonly wanted: string | null;
}

interface Report {
  readonly route: string;
  readonly frozen: number;
  readonly notCompared: readonly { readonly column: string | null }[];
  readonly differences: readonly Difference[];
}

test("each column is compared in its own type, byte for byte; histories, soft deletes and frozen keys as they are meant", async () => {
  const stage = await setStage({ bundle: await buildText("things", PROJECT), schema: SCHEMA });
  try {
    await fill(stage);
    const worker = await stage.start();
    await eventually(
      "all is loaded",
      async () => (await countOf(stage, "things")) === 2 && (await countOf(stage, "states")) === 2,
    );
    await stage.redis.hset("state:1", "name", "second");
    await stage.redis.hset("list:2", "shown", "no");
    await stage.redis.del("list:3");
    await eventually(
      "versions and marks are written",
      async () => (await countOf(stage, "states")) === 3 && (await countOf(stage, "lists WHERE gone")) === 2,
    );
    await sweepsAreDone(stage);
    await stage.redis.hset("thing:2", "state", "frozen", "whole", "99");
    assert.equal(found(await verify(stage, 0)), []);

    for (const [column, value] of Object.entries(SPOILED))
      await stage.query(`UPDATE things SET ${column} = ${value} WHERE id = 1`);
    await stage.query("UPDATE things SET seen = '2000-01-01' WHERE id = 1");
    await stage.query("UPDATE states SET name = 'wrong' WHERE until IS NULL AND id = 2");
    await stage.query("UPDATE states SET name = 'past' WHERE until IS NOT NULL");
    await stage.query("UPDATE lists SET gone = true WHERE id = 1");
    await stage.query("UPDATE lists SET gone = false WHERE id IN (2, 3)");
    const reports = await verify(stage, 1);
    const expected = [
      ...Object.keys(SPOILED).map((column) => `thing:1 column ${column}`),
      "state:2 column name",
      "list:1 column gone",
      "list:2 stray_row null",
      "list:3 gone_key null",
    ];
    assert.equal(found(reports).toSorted(), expected.toSorted());
    const secret = reports.flatMap(({ differences }) => differences).find(({ column }) => column === "secret");
    assert.equal([secret?.stored, secret?.wanted], ["***", "***"]);
    assert.is(reports[0]?.frozen, 1);
    assert.equal(
      reports[0]?.notCompared.map(({ column }) => column),
      ["seen"],
    );
    await verify(stage, 0, "--repair");
    assert.equal(found(await verify(stage, 0)), []);
    await sweepOfStates(stage);
    const [gaps] = await stage.query("SELECT count(*) AS n FROM rdi_gaps");
    assert.is(gaps?.["n"], "0", "a sweep that somebody asked for is no gap");
    await worker.stop();
  } finally {
    await stage.close();
  }
});

async function sweepOfStates({ env }: Stage): Promise<void> {
  const url = { kind: "constant", value: env["REDIS_URL"] ?? "" } as const;
  const source = { url, lanes: 1, streamBudget: 2 ** 28, capture: "auto", guarantee: undefined } as const;
  const jobs = [{ name: "states", tables: [{ target: "warehouse" }] }];
  const project = { name: "things", source, targets: [], jobs };
  assert.equal(await requestSweep(project, "states"), [{ route: "states.warehouse", asked: true }]);
  await followSweeps(project, "states", () => true);
}

async function fill({ redis }: Stage): Promise<void> {
  await redis.hset("thing:1", VALUES);
  await redis.hset("thing:2", VALUES);
  for (const id of [1, 2]) await redis.hset(`state:${id}`, "name", "first");
  for (const id of [1, 2, 3]) await redis.hset(`list:${id}`, "name", "a list");
}

async function verify({ bundle, env }: Stage, code: number, ...args: readonly string[]): Promise<readonly Report[]> {
  const run = startNode(bundle, ["verify", "--json", "--limit", "100", ...args], { env });
  assert.is((await run.exit()).code, code, run.stdout() + run.stderr());
  return (JSON.parse(run.stdout()) as { readonly routes: readonly Report[] }).routes;
}

function found(reports: readonly Report[]): string[] {
  return reports.flatMap(({ differences }) => differences.map(({ key, kind, column }) => `${key} ${kind} ${column}`));
}

async function countOf({ query }: Stage, from: string): Promise<number> {
  return Number((await query(`SELECT count(*) AS n FROM ${from}`))[0]?.["n"]);
}

test.run();
