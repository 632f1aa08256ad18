import { analyzeWith } from "../../compiler/compile.ts";
import { lockOfFacts } from "../../compiler/schema/lock-of-facts.ts";
import { knownTables, LOCK_FILE, type SchemaLock } from "../../compiler/schema/lock.ts";
import { lockText } from "../../compiler/schema/lock-text.ts";
import { ddlScript } from "../../compiler/sql/ddl-script.ts";
import { neededTables } from "../../compiler/sql/needed-tables.ts";
import { introspect, ownTableTexts } from "../../runtime/introspect.ts";
import type { KitProject } from "./project.ts";

export interface Said {
  readonly code: string;
  readonly severity: string;
}

/** What the compiler says about a project's tables once `rdi introspect` has looked at them. */
export async function introspected(project: KitProject, url: string): Promise<readonly Said[]> {
  const lock = { path: LOCK_FILE, text: lockText(await lockOf(project, url)) };
  const { diagnostics } = analyzeWith([{ path: "kit.rdi", text: project.text }], { project: "kit", lock });
  return diagnostics.filter(({ code }) => code.startsWith("RDI3")).map(({ code, severity }) => ({ code, severity }));
}

/** What `rdi ddl` prints after that: the statements that close the difference. */
export async function closingDdl(project: KitProject, url: string): Promise<string> {
  const { plan, target } = project;
  const known = knownTables(await lockOf(project, url));
  const tables = plan.jobs.flatMap((job) => job.tables);
  return ddlScript({ plan, target, own: await ownTableTexts(target, tables), known }) ?? "";
}

async function lockOf({ plan, target }: KitProject, url: string): Promise<SchemaLock> {
  const tables = neededTables(plan, target.name).map(({ schema, table }) => ({ schema, table }));
  return { targets: [lockOfFacts(target, await introspect(target, tables, url))] };
}
