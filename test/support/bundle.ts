/** Compiles samples as a user would and runs their bundles. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../setup/servers.mjs";
import { eventually } from "./eventually.ts";
import { startNode, type RunningProcess } from "./processes.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs `rdi` as a process; resolves when it has ended well, fails with its output otherwise. */
export async function rdi(...args: readonly string[]): Promise<string> {
  const run = startNode(join(ROOT, "compiler/rdi.mjs"), args);
  const { code } = await run.exit(120_000);
  if (code !== 0) throw new Error(`rdi ${args.join(" ")} ended with ${code}:\n${run.stdout()}${run.stderr()}`);
  return run.stdout();
}

const built = new Map<string, Promise<string>>();

/** Builds samples/NAME into a temporary folder, once a process; returns the path of its worker.mjs. */
export function buildSample(name: string): Promise<string> {
  const bundle = built.get(name) ?? build(join(ROOT, "samples", name), name);
  built.set(name, bundle);
  return bundle;
}

/** Builds several samples at once; returns the path of each one's worker.mjs. */
export async function buildSamples(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const out = temporaryFolder("rdi-samples-");
  await rdi("build", ...names.map((name) => join(ROOT, "samples", name)), "-o", out);
  return new Map(names.map((name) => [name, join(out, name, "worker.mjs")]));
}

/** Builds a project of one file; returns the path of its worker.mjs. */
export function buildText(name: string, text: string): Promise<string> {
  const file = join(temporaryFolder("rdi-source-"), `${name}.rdi`);
  writeFileSync(file, text);
  return build(file, name);
}

async function build(path: string, name: string): Promise<string> {
  const out = temporaryFolder(`rdi-${name}-`);
  await rdi("build", path, "-o", out);
  return join(out, name, "worker.mjs");
}

export interface WorkerOptions {
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
  /** Both roles by default. */
  readonly role?: "capture" | "apply";
}

export interface Worker {
  readonly process: RunningProcess;
  readonly url: string;
  /** Resolves once /readyz says yes. */
  ready(within?: number): Promise<void>;
  /** Every sample of /metrics: `name{labels}` → value. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  /** The sum over all labels of one metric, of those whose labels contain `labels`. */
  total(metric: string, labels?: string): Promise<number>;
  /** SIGTERM, and waits for a clean end. */
  stop(): Promise<void>;
}

export async function startWorker({ bundle, env, role }: WorkerOptions): Promise<Worker> {
  const process = startNode(bundle, [...(role ? ["--role", role] : []), "--port", "0"], {
    env: { RDI_LOG_LEVEL: "info", ...env },
  });
  const line = await process.line(/"port":\d+/, 20_000);
  const url = `http://127.0.0.1:${/"port":(\d+)/.exec(line)?.[1]}`;
  const metrics = async (): Promise<ReadonlyMap<string, number>> =>
    parseMetrics(await (await fetch(`${url}/metrics`)).text());
  return {
    process,
    url,
    ready: async (within = 20_000) => {
      await eventually("the worker is ready", async () => (await fetch(`${url}/readyz`)).ok, { within });
    },
    metrics,
    total: async (metric, labels = "") => {
      let sum = 0;
      for (const [sample, value] of await metrics()) {
        if ((sample === metric || sample.startsWith(`${metric}{`)) && sample.includes(labels)) sum += value;
      }
      return sum;
    },
    stop: async () => {
      const { code, signal } = await process.kill("SIGTERM");
      if (code !== 0)
        throw new Error(`The worker ended with ${code ?? signal}:\n${process.stdout()}${process.stderr()}`);
    },
  };
}

function parseMetrics(text: string): ReadonlyMap<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = /^([a-zA-Z_][^ ]*(?:\{.*\})?) ([^ ]+)$/.exec(line);
    if (match?.[1] && match[2]) samples.set(match[1], Number(match[2]));
  }
  return samples;
}
