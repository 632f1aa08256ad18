import type { Redis } from "ioredis";
import { fixedLanes } from "../apply/check-source.ts";
import { explained, firstConnect, redisConnector } from "../apply/redis-client.ts";
import { createRoute, targetsOf, type Route } from "../apply/route.ts";
import { laneKeys, type LaneKeys } from "../control/keys.ts";
import { EXIT, StartupError, type ExitCode } from "../errors.ts";
import type { Project } from "../job.ts";
import { createLog } from "../observe/log.ts";
import { infoFields } from "../redis-info.ts";
import { SinkError } from "../sinks/sink.ts";
import { verifyArguments, VERIFY_HELP, type VerifyArguments } from "./arguments.ts";
import { createLooker } from "./look.ts";
import { createPassing } from "./passing.ts";
import { createProgressLine } from "./progress-line.ts";
import { notCompared, reportText, shownDifference, type RouteReport, type ShownDifference } from "./report.ts";
import { verifyRoute, type RouteCheck } from "./verify-route.ts";

/** The addresses, when the project's settings have been read. */
export interface VerifyUrls {
  readonly source: string;
  readonly targets: ReadonlyMap<string, string>;
}

/**
 * `node worker.mjs verify`: compares what the keys yield with what the targets hold. Without `--repair` it changes nothing. Ends with 0 when all is
 * equal, or was repaired, with 1 when something differs. Rejects with `StartupError`.
 */
export async function runVerify(project: Project, argv: readonly string[], urls: () => VerifyUrls): Promise<ExitCode> {
  const parsed = verifyArguments(argv);
  if (parsed === "help") {
    process.stdout.write(VERIFY_HELP);
    return EXIT.ok;
  }
  const { source, targets } = urls();
  const redis = redisConnector(source, "rdi-verify")();
  await firstConnect(redis, source);
  const abort = new AbortController();
  const onSignal = (): void => void process.exit(130);
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    const count = (await fixedLanes(redis, project.name)) ?? project.source.lanes;
    const lanes = Array.from({ length: count }, (_, lane) => laneKeys(project.name, lane, count));
    const context = { project, redis, lanes, signal: abort.signal, arguments: parsed, targets };
    return await verifyAll(context);
  } catch (error) {
    throw error instanceof SinkError ? targetError(error) : explained(error, source);
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    redis.disconnect();
  }
}

interface Context {
  readonly project: Project;
  readonly redis: Redis;
  readonly lanes: readonly LaneKeys[];
  readonly signal: AbortSignal;
  readonly arguments: VerifyArguments;
  readonly targets: ReadonlyMap<string, string>;
}

interface NamedRoute {
  readonly name: string;
  readonly job: Project["jobs"][number];
  readonly target: string;
}

async function verifyAll(context: Context): Promise<ExitCode> {
  const { project, arguments: options } = context;
  const reports: RouteReport[] = [];
  for (const route of routesNamed(project, options.job)) {
    const report = await verifyOne(context, route);
    if (!options.json) process.stdout.write(reportText(report));
    reports.push(report);
  }
  const equal = reports.every(({ differing, repaired }) => differing === repaired);
  if (options.json)
    process.stdout.write(`${JSON.stringify({ project: project.name, equal, routes: reports }, null, 2)}\n`);
  return equal ? EXIT.ok : EXIT.diagnostics;
}

function routesNamed({ jobs }: Project, wanted: string | undefined): readonly NamedRoute[] {
  const all = jobs.flatMap((job) => targetsOf(job).map((target) => ({ name: `${job.name}.${target}`, job, target })));
  const named = all.filter(({ name, job }) => wanted === undefined || wanted === name || wanted === job.name);
  if (named.length > 0) return named;
  const known = all.map(({ name }) => name).join(", ");
  throw new StartupError("RDI5001", EXIT.usage, `There is no job or route ${wanted}.`, `The routes are: ${known}.`);
}

async function verifyOne(context: Context, { job, target }: NamedRoute): Promise<RouteReport> {
  const began = Date.now();
  const settings = context.project.targets.find(({ name }) => name === target);
  if (settings === undefined) throw new Error(`the project has no target ${target}`);
  const sink = await settings.open({
    project: context.project.name,
    url: context.targets.get(target) ?? "",
    log: createLog({ RDI_LOG_LEVEL: "silent" }),
  });
  try {
    const whole = createRoute(job, target, sink);
    const tables = whole.tables.filter(({ mode }) => mode !== "append");
    const passedOver = notCompared(whole.tables, sink.compareRows !== undefined);
    const comparer = tables.length === 0 ? undefined : await sink.compareRows?.(tables);
    if (comparer === undefined) return emptyReport(whole, passedOver);
    try {
      const { counts, differences } = await compare(context, { ...whole, tables }, comparer);
      const seconds = (Date.now() - began) / 1000;
      return { route: whole.name, ...counts, seconds, notCompared: passedOver, differences };
    } finally {
      await comparer.close();
    }
  } finally {
    await sink.close();
  }
}

async function compare(
  { redis, lanes, signal, arguments: { repair, limit } }: Context,
  route: Route,
  comparer: Parameters<typeof createLooker>[2],
) {
  if (repair) await expectOwners(redis, lanes, route.name);
  const version = infoFields(await redis.info("server").catch(() => "")).get("redis_version") ?? "0";
  const look = createLooker({ redis, hasReadOnlyScripts: Number.parseInt(version, 10) >= 7 }, route, comparer);
  const passing = createPassing({ redis, lanes, route: route.name, signal });
  const line = createProgressLine(route.name);
  const differences: ShownDifference[] = [];
  const found: RouteCheck["found"] = ({ key, differences: all }, isRepaired) => {
    for (const difference of all)
      if (differences.length < limit) differences.push(shownDifference(key, difference, isRepaired));
  };
  const goneRepaired = (): void => {
    for (const [at, shown] of differences.entries())
      if (shown.kind === "gone_key") differences[at] = { ...shown, repaired: true };
  };
  const { moved } = line;
  const check = { redis, route, lanes, look, passing, repair, signal, found, goneRepaired, moved };
  const counts = await verifyRoute(check);
  line.end();
  return { counts, differences };
}

/** What is named for a repair is repaired by a worker, or never. */
async function expectOwners(redis: Redis, lanes: readonly LaneKeys[], route: string): Promise<void> {
  for (const lane of lanes) {
    if ((await redis.exists(lane.lease(route))) === 1) continue;
    const message = `No worker owns lane ${lane.lane} of ${route}, and it is the worker that repairs.`;
    throw new StartupError("RDI5001", EXIT.configuration, message, "Start the worker, then repair.");
  }
}

function emptyReport({ name }: Route, passedOver: RouteReport["notCompared"]): RouteReport {
  const nothing = { keys: 0, rows: 0, owners: 0, differing: 0, repaired: 0, rejected: 0, parked: 0 };
  const more = { frozen: 0, changing: 0, waiting: 0, braked: 0, seconds: 0, differences: [] };
  return { route: name, ...nothing, ...more, notCompared: passedOver };
}

/** A target that is lost while it is read. */
function targetError(error: SinkError): StartupError {
  const { message, place } = error;
  const what = place.statement === undefined ? "" : ` (${place.statement})`;
  return new StartupError(
    "RDI5005",
    EXIT.target,
    `The target stopped the comparison${what}: ${message}`,
    "Look at the target, then verify again: nothing was changed.",
    error,
  );
}
