/** The target comes back as it was some time ago. */
import { execFileSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../../support/eventually.ts";
import type { Random } from "../../support/random.ts";
import type { Fault, Place } from "../place.ts";
import { controlKeys } from "./control-keys.ts";

const FORGET = "UPDATE chaos.rdi_checkpoint SET source = NULL";
const PATIENCE_MS = 180_000;

/** With what docs/guarantees.md tells the operator to do: the target forgets the source, so everything is loaded again. */
export const TARGET_RESTORED: Fault = {
  kind: "target restored to an older state",
  run: (place, dice) =>
    setBack(place, dice, async () => {
      await eventually("no sweep is under way", () => noSweep(place), { within: PATIENCE_MS, every: 500 });
      return () => place.database.query(FORGET);
    }),
};

/** Whatever is under way, and nobody tells the target anything. */
export const TARGET_RESTORED_UNTOLD: Fault = {
  kind: "target restored and nobody tells",
  run: (place, dice) => setBack(place, dice, async () => () => Promise.resolve()),
};

/** `prepare` is awaited before the target goes; what it returns is done before workers reach the older state. */
async function setBack(place: Place, dice: Random, prepare: () => Promise<() => Promise<unknown>>): Promise<string> {
  const { postgres, workers } = place;
  const older = `${postgres.dataDir}-older`;
  await postgres.stop();
  execFileSync("cp", ["-a", postgres.dataDir, older]);
  await postgres.start();
  const ms = dice.int(1000, 4000);
  await sleep(ms);
  const tell = await prepare();
  for (const { target } of workers.members) {
    await target.refuse();
    target.cut();
  }
  await postgres.stop("immediate");
  rmSync(postgres.dataDir, { recursive: true });
  renameSync(older, postgres.dataDir);
  await postgres.start();
  await tell();
  place.targetSetBack = Date.now();
  for (const { target } of workers.members) await target.resume();
  return `by ${ms} ms or more`;
}

/** The rest of rows whose keys went with Redis' data: a sweep that the brake holds waits for its operator. */
async function noSweep(place: Place): Promise<boolean> {
  const { redis } = place;
  await place.acceptDeletes();
  const hashes = (await controlKeys(redis)).filter((key) => key.includes(":sweep:"));
  const marks = await Promise.all(hashes.map((hash) => redis.hmget(hash, "needed", "done")));
  return marks.length > 0 && marks.every(([needed, done]) => Number(done ?? 0) >= Number(needed ?? 0));
}
