/**
 * Redis comes back without its data. Rows whose keys are gone must stay until somebody accepts that they go: then they must go.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../../support/eventually.ts";
import { Broken, type Fault, type Place } from "../place.ts";

const STILL = 300;
const PATIENCE_MS = 180_000;
/** Ids of people whom nothing changes, so whose rows can't go for another reason. */
const IS_STILL = "id >= 1000000 AND deleted_at IS NULL";

export const REDIS_EMPTIED: Fault = {
  kind: "Redis restarted empty",
  run: async (place) => {
    const { topology, workers } = place;
    await fillStill(place);
    const server = topology.primary();
    await server.kill();
    rmSync(join(server.dir, "appendonlydir"), { recursive: true, force: true });
    rmSync(join(server.dir, "dump.rdb"), { force: true });
    await server.start();
    const waits = async (): Promise<boolean> =>
      (await workers.total("rdi_sweep_waiting_for_accept", 'job="people"')) > 0 ||
      (await stillRows(place)) < place.still;
    await eventually("the sweep of people waits", waits, { within: PATIENCE_MS, every: 200 });
    await sleep(1_000);
    const held = await stillRows(place);
    if (held < place.still) throw new Broken(`The brake let ${place.still - held} of ${place.still} rows go.`);
    place.history.event(`the brake holds ${held} rows`);
    await eventually("the rows whose keys are gone go", () => accepted(place), { within: PATIENCE_MS, every: 1_000 });
    place.still = 0;
    return `${held} rows were held, and went when that was accepted`;
  },
};

async function accepted(place: Place): Promise<boolean> {
  await place.acceptDeletes();
  return (await stillRows(place)) === 0;
}

/** Enough people whose rows are there, so that the brake has something to hold. */
async function fillStill(place: Place): Promise<void> {
  if (place.still < STILL) {
    await place.writer.still(STILL - place.still);
    place.still = STILL;
  }
  const there = async (): Promise<boolean> => (await stillRows(place)) === place.still;
  await eventually("the rows of the still people are there", there, { within: PATIENCE_MS, every: 200 });
}

async function stillRows({ database }: Place): Promise<number> {
  const { rows } = await database.query<{ n: string }>(`SELECT count(*) AS n FROM chaos.people WHERE ${IS_STILL}`);
  return Number(rows[0]?.n);
}
