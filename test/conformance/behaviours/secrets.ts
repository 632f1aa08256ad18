import { inspect } from "node:util";
import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";
import type { Bench } from "../bench.ts";
import type { Lane } from "../lane.ts";

const PATIENTS = `
job patients {
  from hash "patient:{id:int}"
  into db.patients key (id) { id: int = @id, diagnosis: varchar(60) sensitive, ward: varchar(20) }
}`;

const SECRET = "s3cret-diagnosis";
const other = { "patient:2": { ward: "w" } };

/** Everything that a person may see of a refusal. */
async function shown(bench: Bench, lane: Lane, keys: Parameters<Lane["settle"]>[0]): Promise<string> {
  const thrown: unknown = await lane.commit(keys).catch((error: unknown) => error);
  const { refused, parked } = await lane.settle(keys);
  assert.is(refused.length + parked.length, 1);
  const messages = [...refused, ...parked].map(({ message }) => message);
  const place = JSON.stringify(Reflect.get(Object(thrown), "place"));
  // With all that a log of it would show: its stack, its cause, and what the driver has put there.
  return [inspect(thrown, { depth: 9, breakLength: Infinity }), place, ...messages, ...bench.log].join("\n");
}

export const secrets: Topic = {
  topic: "sensitive values",
  behaviours: [
    {
      name: "a sensitive value that is refused is in no message",
      jobs: PATIENTS,
      before: (database) => database.alter.refuse("patients", "diagnosis", SECRET),
      run: async (bench) => {
        const lane = await bench.lane();
        const text = await shown(bench, lane, { ...other, "patient:1": { diagnosis: SECRET } });
        assert.not.match(text, new RegExp(SECRET));
      },
    },
    {
      name: "a sensitive value that is there twice is in no message",
      jobs: PATIENTS,
      before: (database) => database.alter.addUnique("patients", "diagnosis"),
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "patient:9": { diagnosis: SECRET } });
        const text = await shown(bench, lane, { ...other, "patient:1": { diagnosis: SECRET } });
        assert.not.match(text, new RegExp(SECRET));
      },
    },
    {
      name: "a sensitive value that is too long for the column is in no message",
      jobs: PATIENTS,
      tablesOf: PATIENTS.replace("varchar(60)", "varchar(5)"),
      run: async (bench) => {
        const lane = await bench.lane();
        const keys = { ...other, "patient:1": { diagnosis: SECRET } };
        const { refused } = await lane.settle(keys);
        for (const { message } of refused) assert.not.match(message, new RegExp(SECRET));
        assert.not.match(bench.log.join(), new RegExp(SECRET));
      },
    },
    {
      name: "a sensitive value that refers to nothing is in no message",
      jobs: `${PATIENTS}
job wards { from hash "ward:{name}" into db.wards key (name) { name: varchar(60) = @name } }`,
      before: (database) =>
        database.alter.addForeignKey({ table: "patients", column: "diagnosis", parent: "wards", parentColumn: "name" }),
      run: async (bench) => {
        const lane = await bench.lane();
        const text = await shown(bench, lane, { ...other, "patient:1": { diagnosis: SECRET } });
        assert.not.match(text, new RegExp(SECRET));
      },
    },
  ],
};
