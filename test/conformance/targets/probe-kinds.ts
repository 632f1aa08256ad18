/** What the probes of several kinds of servers have in common. */
import type { ProbeName } from "../probes.ts";
import type { ConformanceDatabase, Probe } from "../target.ts";

/** What a statement says: undefined when it runs. */
export const runs =
  (...statements: readonly string[]): Probe =>
  (_, database) =>
    whyNot(database, statements.join("; "));

export const onThisMachine: Probe = async ({ port }) =>
  port === undefined ? "the server is not on this machine" : undefined;

export const takesUnusualSettings: Probe = (_, database) => reasonOf(database.alter.unusualSettings());

const has: Probe = async () => undefined;

/** What every server has but those that only look like a SQL Server; the behaviours show it. */
export const USUAL = {
  "names as they are written": has,
  "codes of errors": has,
  "rows of many columns": has,
  "texts with escapes": has,
  "bytes as digits": has,
  "changing collations": has,
  "conditions of indexes": has,
} satisfies Readonly<Partial<Record<ProbeName, Probe>>>;

export function whyNot(database: ConformanceDatabase, script: string): Promise<string | undefined> {
  return reasonOf(database.run(script));
}

function reasonOf(work: Promise<void>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
