/** The target comes back as it was some time ago. */
import { execFileSync } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Place } from "../place.ts";

const FORGET = "UPDATE chaos.rdi_checkpoint SET source = NULL";

/** With what docs/guarantees.md tells the operator to do: the target forgets the source, so everything is loaded again. */
export const TARGET_RESTORED: Fault = {
  kind: "target restored to an older state",
  run: async (place, dice) => {
    const { postgres, workers, database } = place;
    const older = `${postgres.dataDir}-older`;
    await postgres.stop();
    execFileSync("cp", ["-a", postgres.dataDir, older]);
    await postgres.start();
    const ms = dice.int(1000, 4000);
    await sleep(ms);
    for (const { target } of workers.members) {
      await target.refuse();
      target.cut();
    }
    await postgres.stop("immediate");
    rmSync(postgres.dataDir, { recursive: true });
    renameSync(older, postgres.dataDir);
    await postgres.start();
    await database.query(FORGET);
    setBack(place);
    for (const { target } of workers.members) await target.resume();
    return `by about ${ms} ms`;
  },
};

function setBack(place: Place): void {
  place.targetSetBack = Date.now();
  if (existsSync(`${place.postgres.dataDir}-older`)) throw new Error("The copy of the target is still there.");
}
