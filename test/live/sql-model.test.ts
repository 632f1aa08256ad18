/** The model of the SQL beside PostgreSQL: random batches are written to both, and leave the same rows and the same collisions. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { projectFacts } from "../../compiler/tests/facts.ts";
import { createSqlModel } from "../../runtime/rehearsal/sql-model.ts";
import { instant } from "../../runtime/values/instant.ts";
import { jobOf } from "../compiler/sql/shapes.ts";
import { random } from "../support/random.ts";
import { collisionsOf, MODELLED_SHAPES, randomBatch, seconds } from "./random-batches.ts";
import { rowDifferences, type Cells, type Types } from "./rehearsal-rows.ts";
import { endServer, LANE, shapeOf, withTable } from "./shape-bench.ts";

test.after(endServer);

const ROUNDS = 150;

for (const name of MODELLED_SHAPES) {
  test(`${name}: the model has the rows that PostgreSQL has`, () =>
    withTable(shapeOf(name), async ({ database, session, table }) => {
      const shape = shapeOf(name);
      const dice = random();
      let now = instant(0n);
      const model = createSqlModel(() => now);
      const [facts] = projectFacts({ targets: [], jobs: [jobOf(shape)] }).jobs[0]?.destinations ?? [];
      if (facts?.kind !== "table") throw new Error("the shape has no table");
      model.know(table, facts);
      const modelled = await model.sink.openLane(LANE);
      const types = await typesOf(database);
      for (let round = 0; round < ROUNDS; round++) {
        now = seconds(1000 + round);
        const batch = randomBatch(shape, { dice, now });
        const write = { tables: [{ table, ...batch }], mode: "upsert", readAt: undefined } as const;
        const real = collisionsOf(await session.commit(write));
        assert.equal(collisionsOf(await modelled.commit(write)), real, `round ${round}`);
        const rows = model.rows(table.schema, table.table).map((row): Cells => Object.fromEntries(row));
        assert.equal(rowDifferences(rows, await database.query("SELECT * FROM t"), types), [], `round ${round}`);
      }
    }));
}

type Queries = { query(text: string): Promise<readonly Readonly<Record<string, string | null>>[]> };

async function typesOf(database: Queries): Promise<Types> {
  const columns = await database.query(
    "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 't'",
  );
  return new Map(columns.map((one) => [String(one["column_name"]), String(one["data_type"])]));
}

test.run();
