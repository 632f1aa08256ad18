import { analyzeWith } from "../../compiler/compile.ts";
import { lockOfFacts } from "../../compiler/schema/lock-of-facts.ts";
import { LOCK_FILE } from "../../compiler/schema/lock.ts";
import { lockText } from "../../compiler/schema/lock-text.ts";
import { neededTables } from "../../compiler/sql/needed-tables.ts";
import { introspect } from "../../runtime/introspect.ts";
import type { KitProject } from "./project.ts";

export interface Said {
  readonly code: string;
  readonly severity: string;
}

/** What the compiler says about a project's tables once `rdi introspect` has looked at them. */
export async function introspected({ plan, target, text }: KitProject, url: string): Promise<readonly Said[]> {
  const tables = neededTables(plan, target.name).map(({ schema, table }) => ({ schema, table }));
  const lock = { targets: [lockOfFacts(target, await introspect(target, tables, url))] };
  const { diagnostics } = analyzeWith([{ path: "kit.rdi", text }], {
    project: "kit",
    lock: { path: LOCK_FILE, text: lockText(lock) },
  });
  return diagnostics.filter(({ code }) => code.startsWith("RDI3")).map(({ code, severity }) => ({ code, severity }));
}
