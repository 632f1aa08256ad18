/** Sentinel promotes a replica: because the primary died, stood still, or because it was asked to. */
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { eventually } from "../../support/eventually.ts";
import type { Random } from "../../support/random.ts";
import type { Fault, Place } from "../place.ts";

const PATIENCE_MS = 120_000;

export const FAILOVERS: readonly Fault[] = [
  {
    kind: "failover of a killed primary",
    run: async (place, dice) => {
      const before = place.topology.primary();
      const lost = await behind(place, dice);
      await before.kill();
      await promoted(place, before.port);
      await sleep(dice.int(0, 2000));
      await before.start();
      await place.topology.heal();
      return `${before.port} → ${place.topology.primary().port}${lost}`;
    },
  },
  {
    kind: "failover of a paused primary",
    run: async (place, dice) => {
      const before = place.topology.primary();
      const lost = await behind(place, dice);
      await before.kill("SIGSTOP");
      await promoted(place, before.port);
      await sleep(dice.int(0, 1000));
      await before.kill("SIGCONT");
      await place.topology.heal();
      return `${before.port} → ${place.topology.primary().port}${lost}`;
    },
  },
  {
    kind: "planned failover",
    run: async (place) => {
      const before = place.topology.primary();
      // A Sentinel refuses while it does not know of a replica that is well.
      const asked = async (): Promise<boolean> => place.topology.failover().then(() => true);
      await eventually("Sentinel promotes a replica", asked, { within: PATIENCE_MS, every: 500 });
      await promoted(place, before.port);
      await place.topology.heal();
      return `${before.port} → ${place.topology.primary().port}`;
    },
  },
  {
    kind: "replica killed",
    run: async ({ topology }, dice) => {
      const [replica] = dice.shuffle(topology.servers().slice(1));
      await replica?.kill();
      await sleep(dice.int(0, 1500));
      await replica?.start();
      return String(replica?.port);
    },
  },
];

/** At times the replicas have lost their primary a moment before, so that they lack what was written since: the failover loses it. */
async function behind({ topology }: Place, dice: Random): Promise<string> {
  if (!dice.chance(0.6)) return "";
  for (const { port } of topology.servers().slice(1)) await sendTo(port, ["REPLICAOF", "127.0.0.1", "1"]);
  await sleep(dice.int(100, 900));
  return ", which lost a tail";
}

async function sendTo(port: number, [name = "", ...words]: readonly string[]): Promise<void> {
  const client = new Redis(port, { maxRetriesPerRequest: 1 });
  client.on("error", () => undefined);
  await client.call(name, ...words).catch(() => undefined);
  client.disconnect();
}

async function promoted({ topology }: Place, before: number): Promise<void> {
  await eventually("another server is the primary", () => topology.primary().port !== before, { within: PATIENCE_MS });
}
