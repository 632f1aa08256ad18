import type { ProjectSources } from "../host.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Plan, TableTargetPlan } from "../plan/ir.ts";
import { knownTables, type KnownTables } from "../schema/lock.ts";
import { readLock } from "../schema/read-lock.ts";
import { ddlScript } from "../sql/ddl-script.ts";
import { unreadableLock } from "../check/schema.ts";
import { printObject, type Output } from "./output.ts";
import { hasErrors, readProjects, report } from "./projects.ts";
import { analyzeWithoutLock, requireTarget, writtenTargets } from "./targets.ts";

export interface DdlOptions {
  /** Only this target. */
  readonly target: string | undefined;
  /** As for an empty database, whatever the lock file says. */
  readonly create: boolean;
  readonly json: boolean;
}

/** Prints the statements that make the targets what the jobs need: all of them, or those that the lock file shows to be missing. */
export async function ddlCommand(paths: readonly string[], options: DdlOptions, output: Output): Promise<ExitCode> {
  const analyzed = readProjects(paths).map((project) => {
    const { plan, diagnostics } = analyzeWithoutLock(project);
    const known = options.create ? {} : knownOf(project);
    return { project, plan, known: known.tables, diagnostics: [...diagnostics, ...(known.diagnostics ?? [])] };
  });
  const wrong = analyzed.filter(({ diagnostics }) => hasErrors(diagnostics));
  if (wrong.length > 0) {
    report(wrong, [], options.json ? "json" : "text", output);
    return EXIT.diagnostics;
  }
  const planned = analyzed.flatMap(({ plan, known }) => (plan === undefined ? [] : [{ plan, known }]));
  requireTarget(
    planned.map(({ plan }) => plan),
    options.target,
  );
  const scripts: Script[] = [];
  for (const { plan, known } of planned) {
    for (const target of writtenTargets(plan, options.target))
      scripts.push({ project: plan.project, target: target.name, sql: await scriptOf(plan, target, known) });
  }
  if (options.json) printObject({ scripts }, output);
  else output.out(scripts.map(({ sql }) => sql).join("\n"));
  return EXIT.ok;
}

interface Script {
  readonly project: string;
  readonly target: string;
  readonly sql: string;
}

interface Known {
  readonly tables?: KnownTables;
  readonly diagnostics?: ReturnType<typeof unreadableLock>;
}

function knownOf({ lock }: ProjectSources): Known {
  if (lock === undefined) return {};
  const read = readLock(lock.text);
  return "lock" in read ? { tables: knownTables(read.lock) } : { diagnostics: unreadableLock(lock, read.problem) };
}

async function scriptOf(plan: Plan, target: TableTargetPlan, known: KnownTables | undefined): Promise<string> {
  const { ownTableTexts } = await import("../../runtime/operate.ts");
  const tables = plan.jobs.flatMap((job) => job.tables.filter((table) => table.target === target.name));
  return ddlScript({ plan, target, own: await ownTableTexts(target, tables), known }) ?? "";
}
