import { parseArgs } from "node:util";
import type { Redis } from "ioredis";
import { checkSource, type SourceFacts } from "./apply/check-source.ts";
import { explained, firstConnect, redisConnector } from "./apply/redis-client.ts";
import { routesOf, startApply } from "./apply/start-apply.ts";
import { captureFor } from "./apply/start-capture.ts";
import { openSinks, type OpenSinks } from "./apply/open-sinks.ts";
import { laneKeys } from "./control/keys.ts";
import { laneBudget } from "./control/stream-budget.ts";
import { EXIT, StartupError, coerceError, type ExitCode } from "./errors.ts";
import type { Project } from "./job.ts";
import { createHealth } from "./observe/health.ts";
import { startHttp } from "./observe/http.ts";
import { createLog, type Log } from "./observe/log.ts";
import { createMetrics } from "./observe/metrics.ts";
import { refreshStreamGauges } from "./observe/stream-gauges.ts";
import { redactText, resolveSetting } from "./settings.ts";
import { VERIFY_HELP } from "./verify/arguments.ts";
import { runVerify } from "./verify/run-verify.ts";

export type Role = "capture" | "apply";

interface WorkerArguments {
  readonly roles: ReadonlySet<Role>;
  readonly port: number;
}

const DEFAULT_PORT = 9464;
const HELP =
  "Usage: node worker.mjs [--role capture|apply] [--port N]   (both roles by default; port 9464, 0 for any free one)\n" +
  `${VERIFY_HELP.replace("Usage:", "      ")}`;

/**
 * Runs a compiled project until SIGTERM or SIGINT, then finishes the batch in hand, gives its leases back and ends the process with 0;
 * a second signal ends it at once. Both lose nothing. A `StartupError` ends it with one message and its exit code.
 */
export async function runWorker(project: Project): Promise<void> {
  const [mode, ...more] = process.argv.slice(2);
  let exit: ExitCode = EXIT.ok;
  try {
    if (mode === "verify") exit = await runVerify(project, more, () => resolveUrls(project, new Set(["apply"])));
    else await runRoleArguments(project);
  } catch (error) {
    exit = explain(error);
  }
  process.exitCode = exit;
}

async function runRoleArguments(project: Project): Promise<void> {
  const log = createLog();
  const parsed = parseArguments(process.argv.slice(2));
  if (parsed === "help") process.stdout.write(HELP);
  else await work(project, parsed, log);
}

async function work(project: Project, { roles, port }: WorkerArguments, log: Log): Promise<void> {
  const stop = stopOnSignals(log);
  const settings = resolveUrls(project, roles);
  const openRedis = redisConnector(settings.source, "rdi-apply");
  const redis = openRedis({ follows: true });
  const closers: (() => Promise<void>)[] = [async () => redis.disconnect()];
  try {
    await firstConnect(redis, settings.source);
    const facts = await checkSource(redis, project).catch((thrown: unknown) => {
      throw explained(thrown, settings.source);
    });
    await runRoles({ project, roles, port, log, stop, settings, redis, openRedis, facts, closers });
  } finally {
    stop.abort();
    for (const close of closers.reverse())
      await close().catch((error: unknown) => log.warn(`closing: ${coerceError(error).message}`));
    stop.forget();
  }
}

interface Run extends WorkerArguments {
  readonly project: Project;
  readonly log: Log;
  readonly stop: Stop;
  readonly settings: Urls;
  readonly redis: Redis;
  readonly openRedis: () => Redis;
  readonly facts: SourceFacts;
  /** What is to be closed, the last first. */
  readonly closers: (() => Promise<void>)[];
}

async function runRoles(run: Run): Promise<void> {
  const { project, roles, log, stop, settings, redis, openRedis, facts, closers } = run;
  const metrics = createMetrics();
  const health = createHealth();
  watchConnection(redis, metrics.connected.labels({ system: "redis" }), health);
  const { sinks, absent } = roles.has("apply") ? await openSinks(project, settings.targets, log) : NO_SINKS;
  for (const sink of sinks.values()) closers.push(() => sink.close());
  const lanesOf = new Map<string, ReadonlyMap<number, string>>();
  const all = routesOf(project, sinks);
  const budget = facts.lanes * laneBudget(project.source.streamBudget, all.length, facts.lanes);
  const routes = all.map(({ name, job, target }) => {
    return { name, job: job.name, target, owned: () => runningOf(lanesOf.get(name)), budget };
  });
  const keys = Array.from({ length: facts.lanes }, (_, lane) => laneKeys(project.name, lane, facts.lanes));
  const refresh = (): Promise<void> => refreshStreamGauges(redis, metrics, routes, keys);
  const http = await startHttp({
    port: run.port,
    project: project.name,
    release: project.release,
    health,
    metrics,
    refresh,
  });
  closers.push(() => http.close());
  log.info(
    { port: http.port, roles: [...roles], release: project.release.slice(0, 12), lanes: facts.lanes },
    `${project.name} starts`,
  );

  const ends: Promise<void>[] = [];
  if (roles.has("capture")) {
    const capture = captureFor({ project, url: settings.source, lanes: facts.lanes, log, metrics, health });
    closers.push(() => capture.stop());
    ends.push(capture.failed);
  }
  if (roles.has("apply")) {
    const stopping = stop.signal;
    const redisVersion = facts.version;
    const apply = startApply({
      project,
      lanes: facts.lanes,
      redisVersion,
      redis,
      openRedis,
      sinks,
      absent,
      log,
      metrics,
      health,
      stopping,
    });
    closers.push(() => apply.finished);
    for (const { name, state } of apply.routes) lanesOf.set(name, state.lanes);
    ends.push(apply.failed);
  }
  metrics.engineState.set({ state: "RUNNING", sync_mode: "UPDATE" }, 1);
  await Promise.race([stop.asked, failing(ends)]);
  log.info(`${project.name} stops: what is in hand is finished`);
}

const NO_SINKS: OpenSinks = { sinks: new Map(), absent: new Map() };

function runningOf(states: ReadonlyMap<number, string> | undefined): ReadonlySet<number> {
  return new Set([...(states ?? [])].filter(([, state]) => state === "running").map(([lane]) => lane));
}

/** Rejects as soon as one of them does; never resolves. */
function failing(ends: readonly Promise<void>[]): Promise<never> {
  return new Promise((_, reject) => ends.forEach((end) => end.catch(reject)));
}

interface Urls {
  readonly source: string;
  readonly targets: ReadonlyMap<string, string>;
}

function resolveUrls(project: Project, roles: ReadonlySet<Role>): Urls {
  const source = resolveSetting(project.source.url, "The url of the source");
  const targets = roles.has("apply") ? project.targets : [];
  const urls = targets.map(({ name, url }) => [name, resolveSetting(url, `The url of target ${name}`)] as const);
  for (const url of [source, ...urls.map(([, one]) => one)]) shown.push(url);
  return { source, targets: new Map(urls) };
}

/** URLs whose passwords must not appear in what is written to stderr. */
const shown: string[] = [];

function parseArguments(argv: readonly string[]): WorkerArguments | "help" {
  const options = {
    role: { type: "string" },
    port: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ args: [...argv], options }));
  } catch (error) {
    throw usage(coerceError(error).message);
  }
  if (values.help) return "help";
  const { role, port = String(DEFAULT_PORT) } = values;
  if (role !== undefined && role !== "capture" && role !== "apply")
    throw usage(`--role is capture or apply, not ${role}.`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw usage(`--port takes a number from 0 to 65535, not ${port}.`);
  return { roles: new Set(role === undefined ? ["capture", "apply"] : [role]), port: Number(port) };
}

function usage(message: string): StartupError {
  return new StartupError("RDI5001", EXIT.usage, message, HELP.trim());
}

interface Stop {
  readonly signal: AbortSignal;
  readonly asked: Promise<void>;
  abort(): void;
  forget(): void;
}

function stopOnSignals(log: Log): Stop {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) =>
    controller.signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(EXIT.ok);
    log.info({ signal: name }, "stopping; a second signal stops at once");
    controller.abort();
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return {
    signal: controller.signal,
    asked,
    abort: () => controller.abort(),
    forget: () => void process.off("SIGTERM", onSignal).off("SIGINT", onSignal),
  };
}

function watchConnection(
  redis: Redis,
  gauge: { set(value: number): void },
  health: ReturnType<typeof createHealth>,
): void {
  gauge.set(1);
  redis.on("ready", () => gauge.set(1)).on("close", () => gauge.set(0));
  health.ask("redis", () => (redis.status === "ready" ? undefined : `the connection is ${redis.status}`));
}

function explain(error: unknown): ExitCode {
  const safe = (text: string): string => redactText(text, shown);
  if (error instanceof StartupError) {
    process.stderr.write(safe(`${error.code}: ${error.message}\n  ${error.hint}\n`));
    return error.exitCode;
  }
  process.stderr.write(
    safe(`This is a mistake of ours, not of yours. Please report it with what follows.\n${coerceError(error).stack}\n`),
  );
  return EXIT.internal;
}
