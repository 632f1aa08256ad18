import { setTimeout as sleep } from "node:timers/promises";
import { startNode, type RunningProcess } from "../support/processes.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";

/** Three workers as an operator runs them: each has links of its own to both servers, and is started again whenever it ends. */
export interface Workers {
  readonly members: readonly Member[];
  /** All that they ever wrote, a line a message. */
  output(): string;
  /** The sum over all workers that answer of a metric's samples whose labels contain `labels`. */
  total(metric: string, labels?: string): Promise<number>;
  /** Redis has moved to another port. */
  toward(redisPort: number): void;
  /** Ends every fault of the links; everybody runs. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

export interface Member {
  readonly name: string;
  readonly source: Proxy;
  readonly target: Proxy;
  /** The present process; it may just have ended. */
  readonly process: RunningProcess;
}

export interface WorkersOptions {
  readonly bundle: string;
  readonly count: number;
  readonly redisPort: number;
  readonly targetUrl: string;
}

interface Supervised extends Member {
  process: RunningProcess;
  ended: string;
  stopped: boolean;
  loop: Promise<void>;
}

const PAUSE_MS = 200;

export async function startWorkers({ bundle, count, redisPort, targetUrl }: WorkersOptions): Promise<Workers> {
  const members: Supervised[] = [];
  for (let index = 1; index <= count; index++) {
    const source = await startProxy(redisPort);
    const target = await startProxy(Number(new URL(targetUrl).port));
    const env = {
      RDI_LOG_LEVEL: "info",
      REDIS_URL: `redis://127.0.0.1:${source.port}`,
      WAREHOUSE_URL: target.through(targetUrl),
    };
    members.push(supervise(`worker ${index}`, { source, target }, () => startNode(bundle, ["--port", "0"], { env })));
  }
  return {
    members,
    output: () => members.map((member) => `${member.ended}${said(member.process)}`).join("\n"),
    total: async (metric, labels = "") => {
      const texts = await Promise.all(members.map(metricsOf));
      return texts.reduce((sum, text) => sum + totalOf(text, metric, labels), 0);
    },
    toward: (port) => {
      for (const { source } of members) {
        source.toward(port);
        source.cut();
      }
    },
    heal: async () => {
      for (const { source, target, process } of members) {
        for (const link of [source, target]) await link.resume();
        if (process.running) process.signal("SIGCONT");
      }
    },
    close: async () => {
      for (const member of members) member.stopped = true;
      for (const { process, loop, source, target } of members) {
        if (process.running) process.signal("SIGKILL");
        await loop;
        for (const link of [source, target]) await link.close();
      }
    },
  };
}

function supervise(name: string, links: Pick<Member, "source" | "target">, start: () => RunningProcess): Supervised {
  const member: Supervised = { name, ...links, process: start(), ended: "", stopped: false, loop: Promise.resolve() };
  member.loop = keepRunning(member, start);
  return member;
}

async function keepRunning(member: Supervised, start: () => RunningProcess): Promise<void> {
  for (;;) {
    const { code, signal } = await member.process.exit(86_400_000);
    member.ended += `${said(member.process)}\n-- ${member.name} ended with ${code ?? signal}\n`;
    if (member.stopped) return;
    await sleep(PAUSE_MS);
    member.process = start();
  }
}

function said(process: RunningProcess): string {
  return process.stdout() + process.stderr();
}

/** Empty while the worker does not answer. */
async function metricsOf({ process }: Supervised): Promise<string> {
  const port = /"port":(\d+)/.exec(process.stdout())?.[1];
  if (port === undefined || !process.running) return "";
  return fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(5_000) })
    .then((answer) => answer.text())
    .catch(() => "");
}

function totalOf(text: string, metric: string, labels: string): number {
  let sum = 0;
  for (const [, sample = "", value] of text.matchAll(/^([a-zA-Z_][^ \n]*(?:\{.*\})?) ([^ \n]+)$/gm)) {
    if ((sample === metric || sample.startsWith(`${metric}{`)) && sample.includes(labels)) sum += Number(value);
  }
  return sum;
}
