/** Workers that are killed, stopped and paused, and leases that end too early. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../support/random.ts";
import type { Fault, Place } from "../place.ts";
import { eraseLeases } from "./control-keys.ts";

export const WORKERS: readonly Fault[] = [
  {
    kind: "worker killed",
    run: async (place, dice) => {
      const victims = some(place, dice);
      for (const { process } of victims) if (process.running) process.signal("SIGKILL");
      // As if the leases of the dead had expired.
      if (dice.chance(0.7)) await eraseLeases(place);
      return victims.map(({ name }) => name).join(", ");
    },
  },
  {
    kind: "worker stopped",
    run: async (place, dice) => {
      const { process, name } = dice.pick(place.workers.members);
      if (process.running) process.signal("SIGTERM");
      return name;
    },
  },
  {
    kind: "worker paused",
    run: async (place, dice) => {
      const victims = some(place, dice);
      for (const { process } of victims) if (process.running) process.signal("SIGSTOP");
      await sleep(dice.int(20, 1200));
      const erased = dice.chance(0.6);
      if (erased) await eraseLeases(place);
      await sleep(dice.int(20, 1600));
      for (const { process } of victims) if (process.running) process.signal("SIGCONT");
      return `${victims.map(({ name }) => name).join(", ")}${erased ? ", leases erased meanwhile" : ""}`;
    },
  },
  {
    kind: "leases erased",
    run: async (place) => {
      await eraseLeases(place);
      return "all of them";
    },
  },
  {
    // What a worker has sent arrives when its lanes have long been somebody else's.
    kind: "owner superseded",
    run: async (place, dice) => {
      const { name, target } = dice.pick(place.workers.members);
      target.stall();
      await sleep(dice.int(0, 50));
      await eraseLeases(place);
      await sleep(dice.int(1200, 2500));
      await target.resume();
      return name;
    },
  },
];

function some({ workers }: Place, dice: Random): Place["workers"]["members"] {
  const victims = workers.members.filter(() => dice.chance(0.4));
  return victims.length === 0 ? [dice.pick(workers.members)] : victims;
}
