import { emitProject } from "../../../compiler/emit/project-files.ts";
import { instant } from "../../../runtime/values/instant.ts";
import type { Job } from "../../../runtime/job.ts";
import type { Rejection } from "../../../runtime/values/rejection.ts";
import { checkText } from "../check/support.ts";
import { loadJobs } from "./load-module.ts";

/** A project's text as jobs that can be called. */
export async function jobsOf(text: string): Promise<readonly Job[]> {
  const { plan, diagnostics } = checkText(text);
  if (plan === undefined) throw new Error(diagnostics.map(({ code, label }) => `${code} ${label}`).join("\n"));
  return loadJobs(await emitProject(plan));
}

/** The rows that a hash becomes, of all tables; the code where the key is rejected. `undefined` for a key of another pattern. */
export function rowsOf(
  job: Job,
  key: string,
  fields: readonly (string | null)[] = [],
): readonly Readonly<Record<string, unknown>>[] | string | undefined {
  const match = job.pattern.regex.exec(Buffer.from(key).toString("latin1"));
  if (match === null) return undefined;
  const captures = job.captures(
    (index) => Buffer.from(match[index] ?? "", "latin1"),
    () => null,
  );
  const hash = job.value(
    (index) => fields[index] ?? null,
    () => fields,
  );
  try {
    const yielded = job.map(captures, hash, instant(0n), {});
    return job.tables.flatMap((table) => (yielded === undefined ? [] : table.rowsOf(yielded))) as readonly Readonly<
      Record<string, unknown>
    >[];
  } catch (thrown: unknown) {
    if (isRejection(thrown)) return thrown.code;
    throw thrown;
  }
}

/** By its shape: a loaded module brings a class of its own. */
function isRejection(thrown: unknown): thrown is Rejection {
  return thrown !== null && typeof thrown === "object" && "code" in thrown && "site" in thrown;
}
