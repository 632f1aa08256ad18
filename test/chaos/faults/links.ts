/** A network that cuts, delays, stalls, half-closes and refuses. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Proxy } from "../../support/proxy.ts";
import type { Random } from "../../support/random.ts";
import type { Fault, Place } from "../place.ts";

interface Link {
  readonly name: string;
  readonly proxy: Proxy;
}

export const LINKS: readonly Fault[] = [
  {
    kind: "link cut",
    run: async (place, dice) => {
      const { name, proxy } = chosen(place, dice);
      proxy.cut();
      return name;
    },
  },
  {
    kind: "link delayed",
    run: async (place, dice) => {
      const { name, proxy } = chosen(place, dice);
      const ms = dice.int(10, 150);
      proxy.delay(ms);
      await sleep(dice.int(300, 1500));
      const cuts = dice.chance(0.6);
      if (cuts) proxy.cut();
      await proxy.resume();
      return `${name} by ${ms} ms${cuts ? " and cut" : ""}`;
    },
  },
  {
    kind: "link stalled",
    run: async (place, dice) => {
      const { name, proxy } = chosen(place, dice);
      proxy.stall();
      await sleep(dice.int(100, 2500));
      const cuts = dice.chance(0.5);
      if (cuts) proxy.cut();
      await proxy.resume();
      return `${name}${cuts ? " and cut" : ""}`;
    },
  },
  {
    kind: "link half-closed",
    run: async (place, dice) => {
      const { name, proxy } = chosen(place, dice);
      const side = dice.pick(["client", "server"] as const);
      proxy.halfClose(side);
      return `${name}, the end to the ${side}`;
    },
  },
  {
    kind: "link refused",
    run: async (place, dice) => {
      const { name, proxy } = chosen(place, dice);
      await proxy.refuse();
      proxy.cut();
      await sleep(dice.int(200, 2500));
      await proxy.resume();
      return name;
    },
  },
];

function chosen({ workers }: Place, dice: Random): Link {
  const member = dice.pick(workers.members);
  return dice.chance(0.5)
    ? { name: `${member.name} to Redis`, proxy: member.source }
    : { name: `${member.name} to the target`, proxy: member.target };
}
