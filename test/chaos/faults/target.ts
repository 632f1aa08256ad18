/** The target dies, is away, stands still, or is locked for longer than a lane's lease. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../place.ts";
import { eraseLeases } from "./control-keys.ts";

export const TARGET: readonly Fault[] = [
  {
    kind: "target killed",
    run: async ({ postgres }) => {
      await postgres.kill();
      await postgres.start();
      return "and restarted";
    },
  },
  {
    kind: "target down",
    run: async ({ postgres }, dice) => {
      const mode = dice.pick(["fast", "immediate"] as const);
      const ms = dice.int(500, 6000);
      await postgres.stop(mode);
      await sleep(ms);
      await postgres.start();
      return `for ${ms} ms (${mode})`;
    },
  },
  {
    kind: "target paused",
    run: async ({ postgres }, dice) => {
      const ms = dice.int(300, 5000);
      const pids = [postgres.pid, ...childrenOf(postgres.pid)];
      signal(pids, "SIGSTOP");
      await sleep(ms);
      signal(pids, "SIGCONT");
      return `for ${ms} ms, ${pids.length} processes`;
    },
  },
  {
    kind: "connections to the target ended",
    run: async ({ database }, dice) => {
      const which = dice.chance(0.5) ? "" : " AND random() < 0.5";
      await database
        .query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'rdi %'${which}`)
        .catch(() => undefined);
      return which === "" ? "all" : "some";
    },
  },
  {
    kind: "leases end under a long transaction",
    run: async (place, dice) => {
      const table = dice.pick(["people", "orders", "boards", "tags", "queues", "visits", "prices"]);
      const seconds = dice.pick([1, 2, 6]);
      const locked = place.database
        .query(`BEGIN; LOCK TABLE chaos.${table} IN SHARE MODE; SELECT pg_sleep(${seconds}); COMMIT`)
        .catch(() => undefined);
      await sleep(dice.int(100, 800));
      await eraseLeases(place);
      await locked;
      return `${table} locked for ${seconds} s`;
    },
  },
];

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => parentOf(pid) === parent).map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}
