import { EXIT, StartupError, type RuntimeCode } from "../errors.ts";
import type { Table } from "../job.ts";
import { replaceable } from "./replaceable.ts";
import type { TableFacts } from "./schema-facts.ts";

/** What keeps a worker from writing a table as it is. */
export interface Problem {
  readonly code: RuntimeCode;
  readonly message: string;
  /** What to type. */
  readonly fix: string;
}

export interface CheckResult {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

interface LookedAt extends CheckResult {
  readonly facts: TableFacts | undefined;
}

/** The tables that a target's jobs write, as they were when the worker started. */
export interface KnownTables {
  /** Rejects with `StartupError`. */
  check(tables: readonly Table[], look: (table: Table) => Promise<LookedAt> | LookedAt): Promise<void>;
  canReplace(tables: readonly Table[]): boolean;
}

export function createKnownTables(target: string, log: { warn(message: string): void } | undefined): KnownTables {
  const known = new Map<string, TableFacts>();
  return {
    async check(tables, look) {
      const all: Problem[] = [];
      for (const table of tables) {
        const { facts, problems, warnings } = await look(table);
        all.push(...problems);
        for (const warning of warnings) log?.warn(`Target ${target}: ${warning}`);
        if (facts !== undefined) known.set(nameOf(table), facts);
      }
      const [first] = all;
      if (first !== undefined) throw startupError(target, first, all);
    },
    canReplace: (tables) => replaceable(tables, (table) => known.get(nameOf(table))),
  };
}

/** All problems at once, under the code of the first. */
function startupError(target: string, first: Problem, problems: readonly Problem[]): StartupError {
  const messages = problems.map(({ message }) => `Target ${target}: ${message[0]?.toUpperCase()}${message.slice(1)}`);
  return new StartupError(first.code, EXIT.target, messages.join("\n"), problems.map(({ fix }) => fix).join("\n"));
}

/** Tables are equal objects only within one process' generated modules; two jobs may name one table. */
function nameOf({ schema, table }: Table): string {
  return JSON.stringify([schema ?? null, table]);
}
