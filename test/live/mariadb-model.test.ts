/** The model of the SQL beside MariaDB: random batches are written to both, and leave the same rows and the same collisions. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { neededTable } from "../../compiler/sql/needed-tables.ts";
import { mariadb } from "../../compiler/sql/mysql/dialect.ts";
import { projectFacts } from "../../compiler/tests/facts.ts";
import { createSqlModel } from "../../runtime/rehearsal/sql-model.ts";
import { createMysqlSink } from "../../runtime/sinks/mysql/sink.ts";
import { instant } from "../../runtime/values/instant.ts";
import type { ConformanceDatabase } from "../conformance/target.ts";
import { jobOf, type Shape } from "../compiler/sql/shapes.ts";
import { serverTest } from "../support/mariadb-test.ts";
import { random } from "../support/random.ts";
import { collisionsOf, MODELLED_SHAPES, randomBatch, seconds } from "./random-batches.ts";
import { rowDifferences, type Cells, type Types } from "./rehearsal-rows.ts";
import { LANE, shapeOf } from "./shape-bench.ts";
import { tableOf } from "./shape-tables.ts";

const ROUNDS = 100;

for (const name of MODELLED_SHAPES) {
  serverTest(`${name}: the model has the rows that MariaDB has`, async (server) => {
    const database = await server.emptyDatabase();
    try {
      await compare(onMariadb(shapeOf(name)), database);
    } finally {
      await database.drop();
    }
  });
}

function onMariadb(shape: Shape): Shape {
  return { ...shape, table: { ...shape.table, system: "mariadb" } };
}

async function compare(shape: Shape, database: ConformanceDatabase): Promise<void> {
  await database.run(mariadb.ddl.statements.createTable(neededTable(shape.table)));
  const table = tableOf(shape);
  const sink = createMysqlSink({ name: "db", url: database.url, schema: undefined });
  await sink.prepare([table]);
  const session = await sink.openLane(LANE);
  await session.claim();
  try {
    const dice = random();
    let now = instant(0n);
    const model = createSqlModel(() => now);
    const [facts] = projectFacts({ targets: [], jobs: [jobOf(shape)] }).jobs[0]?.destinations ?? [];
    if (facts?.kind !== "table") throw new Error("the shape has no table");
    model.know(table, facts);
    const modelled = await model.sink.openLane(LANE);
    const types = typesOf(shape);
    for (let round = 0; round < ROUNDS; round++) {
      now = seconds(1000 + round);
      const batch = randomBatch(shape, { dice, now });
      const write = { tables: [{ table, ...batch }], mode: "upsert", readAt: undefined } as const;
      const real = collisionsOf(await session.commit(write));
      assert.equal(collisionsOf(await modelled.commit(write)), real, `round ${round}`);
      const rows = model.rows(table.schema, table.table).map((row): Cells => Object.fromEntries(row));
      assert.equal(rowDifferences(rows, await storedRows(database, types), types), [], `round ${round}`);
    }
  } finally {
    await session.close();
    await sink.close();
  }
}

/** The types as PostgreSQL calls them, in whose words rows are compared. */
function typesOf({ table }: Shape): Types {
  const kinds = { timestamptz: "timestamp with time zone", double: "double precision" } as Readonly<
    Record<string, string>
  >;
  const { period } = table;
  return new Map([
    ...table.columns.map(({ name, type }) => [name, kinds[type.kind] ?? type.kind] as const),
    ...(period === undefined
      ? []
      : [period.from, period.to].map((name) => [name, "timestamp with time zone"] as const)),
    ...(period?.current === undefined ? [] : [[period.current, "boolean"] as const]),
  ]);
}

async function storedRows(database: ConformanceDatabase, types: Types): Promise<readonly Cells[]> {
  const names = [...types.keys()];
  const found = await database.rows(`SELECT ${names.map((name) => `\`${name}\``).join(", ")} FROM t`);
  return found.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, inWords(row[at] ?? null, types.get(name) ?? "")])),
  );
}

function inWords(cell: string | null, type: string): string | null {
  if (cell === null) return null;
  if (type === "boolean") return cell === "1" ? "t" : "f";
  if (type !== "timestamp with time zone") return cell;
  return `${cell.replace(/\.?0+$/, "")}+00`;
}

test.run();
