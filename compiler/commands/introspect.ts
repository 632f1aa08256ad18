import { join } from "node:path";
import { writeLockFile, type ProjectSources } from "../host.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Plan, TableTargetPlan } from "../plan/ir.ts";
import { LOCK_FILE, type SchemaLock, type TargetLock } from "../schema/lock.ts";
import { lockOfFacts } from "../schema/lock-of-facts.ts";
import { lockText } from "../schema/lock-text.ts";
import { mergeLocks } from "../schema/merge-locks.ts";
import { readLock } from "../schema/read-lock.ts";
import { neededTables } from "../sql/needed-tables.ts";
import { UsageError } from "../usage-error.ts";
import { countOf, type Output } from "./output.ts";
import { hasErrors, readProjects, report } from "./projects.ts";
import { analyzeProject, requireTarget, writtenTargets } from "./targets.ts";

export interface IntrospectOptions {
  /** Only this target; what the lock file knows of others stays. */
  readonly target: string | undefined;
  /** In place of the target's own. */
  readonly url: string | undefined;
}

/** Writes what the targets' databases say about the tables that jobs write into the lock file beside the .rdi files. */
export async function introspectCommand(
  paths: readonly string[],
  options: IntrospectOptions,
  output: Output,
): Promise<ExitCode> {
  const analyzed = readProjects(paths).map((project) => ({ project, ...analyzeProject(project) }));
  const wrong = analyzed.filter(({ diagnostics }) => hasErrors(diagnostics));
  if (wrong.length > 0) {
    report(wrong, [], "text", output);
    return EXIT.diagnostics;
  }
  const planned = analyzed.flatMap(({ project, plan }) => (plan === undefined ? [] : [{ project, plan }]));
  requireTarget(
    planned.map(({ plan }) => plan),
    options.target,
  );
  if (options.url !== undefined) requireOneTarget(planned, options.target);
  for (const { project, plan } of planned) await introspectProject(project, { plan, options, output });
  return EXIT.ok;
}

function requireOneTarget(planned: readonly { readonly plan: Plan }[], only: string | undefined): void {
  const targets = planned.flatMap(({ plan }) => writtenTargets(plan, only).map(({ name }) => name));
  if (targets.length <= 1) return;
  throw new UsageError(
    `--url is for one target, and there are ${targets.length}: ${targets.join(", ")}.`,
    "Name one project, and one of its targets with --target.",
  );
}

interface Request {
  readonly plan: Plan;
  readonly options: IntrospectOptions;
  readonly output: Output;
}

/** Nothing is written unless all targets answered. */
async function introspectProject(project: ProjectSources, { plan, options, output }: Request): Promise<void> {
  const targets: TargetLock[] = [];
  for (const target of writtenTargets(plan, options.target)) {
    targets.push(await introspectTarget(plan, target, options.url));
  }
  if (targets.length === 0) {
    output.out(
      `${project.name}: no job writes to a table${options.target === undefined ? "" : ` of ${options.target}`}.\n`,
    );
    return;
  }
  const read: SchemaLock = { targets };
  const lock = keepsOthers(project, options) ? mergeLocks(earlierLock(project), read) : read;
  const changed = writeLockFile(project.folder, lockText(lock));
  for (const target of targets) reportMissing(target, output);
  const tables = countOf(targets.flatMap((target) => target.tables).length, "table");
  output.out(`${join(project.folder, LOCK_FILE)}: ${tables}, ${changed ? "changed" : "unchanged"}.\n`);
}

async function introspectTarget(plan: Plan, target: TableTargetPlan, url: string | undefined): Promise<TargetLock> {
  const { introspect } = await import("../../runtime/operate.ts");
  const tables = neededTables(plan, target.name).map(({ schema, table }) => ({ schema, table }));
  return lockOfFacts(target, await introspect(target, tables, url));
}

/** A folder that is looked at as a whole has no others. */
function keepsOthers({ isWhole }: ProjectSources, { target }: IntrospectOptions): boolean {
  return target !== undefined || !isWhole;
}

/** One that can't be read is written anew. */
function earlierLock({ lock }: ProjectSources): SchemaLock {
  const read = lock === undefined ? undefined : readLock(lock.text);
  return read !== undefined && "lock" in read ? read.lock : { targets: [] };
}

function reportMissing({ name, tables }: TargetLock, output: Output): void {
  for (const { schema, table, kind, near } of tables) {
    const shown = schema === undefined ? table : `${schema}.${table}`;
    if (kind === "other") output.err(`Target ${name}: ${shown} is not a table.\n`);
    if (kind !== "missing") continue;
    const hint = near.length > 0 ? `Did you mean ${near.join(", ")}?` : "rdi ddl prints the statement that makes it.";
    output.err(`Target ${name}: there is no table ${shown}. ${hint}\n`);
  }
}
