import { setTimeout as sleep } from "node:timers/promises";
import { startNode, type RunningProcess } from "../../support/processes.ts";
import { startProxy, type Proxy } from "../../support/proxy.ts";
import type { Stage } from "../../support/stage.ts";

/** Workers as an operator runs them: each ends for whatever reason and is started again. Each has links of its own to both servers. */
export interface Fleet {
  readonly members: readonly Member[];
  /** All that they ever wrote. */
  output(): string;
  /** Ends every fault of the links; everybody runs. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

export interface Member {
  readonly name: string;
  readonly links: readonly Proxy[];
  /** The present process; it may just have ended. */
  readonly process: RunningProcess;
}

type Role = "capture" | "apply";

interface Supervised extends Member {
  process: RunningProcess;
  ended: string;
  stopped: boolean;
  loop: Promise<void>;
}

const PAUSE_MS = 100;

export async function startFleet(stage: Stage, roles: readonly Role[]): Promise<Fleet> {
  const members = await Promise.all(roles.map((role, index) => supervise(stage, `${role} ${index}`, role)));
  return {
    members,
    output: () => members.map((member) => `${member.ended}${said(member.process)}`).join("\n"),
    heal: async () => {
      for (const { links, process } of members) {
        for (const link of links) await link.resume();
        if (process.running) process.signal("SIGCONT");
      }
    },
    close: async () => {
      for (const member of members) member.stopped = true;
      for (const { process, loop, links } of members) {
        if (process.running) process.signal("SIGKILL");
        await loop;
        for (const link of links) await link.close();
      }
    },
  };
}

async function supervise({ env, bundle, redisServer, postgres }: Stage, name: string, role: Role): Promise<Supervised> {
  const source = await startProxy(redisServer.port);
  const target = role === "apply" ? await startProxy(postgres.port) : undefined;
  const through = {
    RDI_LOG_LEVEL: "info",
    REDIS_URL: source.through(env["REDIS_URL"] ?? ""),
    WAREHOUSE_URL: target?.through(env["WAREHOUSE_URL"] ?? ""),
  };
  const start = (): RunningProcess => startNode(bundle, ["--role", role, "--port", "0"], { env: through });
  const member: Supervised = {
    name,
    links: target === undefined ? [source] : [source, target],
    process: start(),
    ended: "",
    stopped: false,
    loop: Promise.resolve(),
  };
  member.loop = keepRunning(member, start);
  return member;
}

async function keepRunning(member: Supervised, start: () => RunningProcess): Promise<void> {
  for (;;) {
    const { code, signal } = await member.process.exit(3_600_000);
    if (member.stopped) return;
    member.ended += `${said(member.process)}\n-- ${member.name} ended with ${code ?? signal}\n`;
    await sleep(PAUSE_MS);
    member.process = start();
  }
}

function said(process: RunningProcess): string {
  return process.stdout() + process.stderr();
}
