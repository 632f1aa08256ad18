import { join } from "node:path";
import { writeLockFile, type ProjectSources } from "../host.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Plan, TableTargetPlan } from "../plan/ir.ts";
import { LOCK_FILE, type SchemaLock, type TableLock, type TargetLock } from "../schema/lock.ts";
import { lockOfFacts } from "../schema/lock-of-facts.ts";
import { lockText } from "../schema/lock-text.ts";
import { mergeLocks } from "../schema/merge-locks.ts";
import { readLock } from "../schema/read-lock.ts";
import { neededTables } from "../sql/needed-tables.ts";
import { UsageError } from "../usage-error.ts";
import { countOf, printObject, type Output } from "./output.ts";
import { hasErrors, readProjects, report } from "./projects.ts";
import { analyzeWithoutLock, requireTarget, writtenTargets } from "./targets.ts";

export interface IntrospectOptions {
  /** Only this target; what the lock file knows of others stays. */
  readonly target: string | undefined;
  /** In place of the target's own. */
  readonly url: string | undefined;
  readonly json: boolean;
}

/** Writes what the targets' databases say about the tables that jobs write into the lock file beside the .rdi files. */
export async function introspectCommand(
  paths: readonly string[],
  options: IntrospectOptions,
  output: Output,
): Promise<ExitCode> {
  const analyzed = readProjects(paths).map((project) => ({ project, ...analyzeWithoutLock(project) }));
  const wrong = analyzed.filter(({ diagnostics }) => hasErrors(diagnostics));
  if (wrong.length > 0) {
    report(wrong, [], options.json ? "json" : "text", output);
    return EXIT.diagnostics;
  }
  const planned = analyzed.flatMap(({ project, plan }) => (plan === undefined ? [] : [{ project, plan }]));
  requireTarget(
    planned.map(({ plan }) => plan),
    options.target,
  );
  if (options.url !== undefined) requireOneTarget(planned, options.target);
  const lockFiles: LockFile[] = [];
  for (const { project, plan } of planned) {
    const written = await introspectProject(project, plan, options);
    if (written !== undefined) lockFiles.push(written);
    if (!options.json) tell(project, written, options, output);
  }
  if (options.json) printObject({ lockFiles }, output);
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

/** What `--json` prints of one. */
interface LockFile {
  readonly file: string;
  readonly changed: boolean;
  readonly tables: readonly FoundTable[];
}

interface FoundTable {
  readonly target: string;
  readonly schema: string | null;
  readonly table: string;
  readonly found: TableLock["kind"];
  /** Names that a missing one may have been meant to be. */
  readonly near: readonly string[];
}

/** Nothing is written unless all targets answered; nothing either where no job writes to a table. */
async function introspectProject(
  project: ProjectSources,
  plan: Plan,
  options: IntrospectOptions,
): Promise<LockFile | undefined> {
  const targets: TargetLock[] = [];
  for (const target of writtenTargets(plan, options.target)) {
    targets.push(await introspectTarget(plan, target, options.url));
  }
  if (targets.length === 0) return undefined;
  const read: SchemaLock = { targets };
  const lock = keepsOthers(project, options) ? mergeLocks(earlierLock(project), read) : read;
  const changed = writeLockFile(project.folder, lockText(lock));
  return { file: join(project.folder, LOCK_FILE), changed, tables: targets.flatMap(foundTables) };
}

function foundTables({ name, tables }: TargetLock): readonly FoundTable[] {
  return tables.map(({ schema = null, table, kind, near }) => ({ target: name, schema, table, found: kind, near }));
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

function tell(
  project: ProjectSources,
  written: LockFile | undefined,
  { target }: IntrospectOptions,
  output: Output,
): void {
  if (written === undefined) {
    output.out(`${project.name}: no job writes to a table${target === undefined ? "" : ` of ${target}`}.\n`);
    return;
  }
  for (const one of written.tables) output.err(complaint(one));
  const tables = countOf(written.tables.length, "table");
  output.out(`${written.file}: ${tables}, ${written.changed ? "changed" : "unchanged"}.\n`);
}

function complaint({ target, schema, table, found, near }: FoundTable): string {
  const shown = schema === null ? table : `${schema}.${table}`;
  if (found === "table") return "";
  if (found === "other") return `Target ${target}: ${shown} is not a table.\n`;
  const hint = near.length > 0 ? `Did you mean ${near.join(", ")}?` : "rdi ddl prints the statement that makes it.";
  return `Target ${target}: there is no table ${shown}. ${hint}\n`;
}
