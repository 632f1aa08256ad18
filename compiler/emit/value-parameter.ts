import type { ReadPlan } from "../plan/ir.ts";
import type { JobContext } from "./job-context.ts";

/** The parameter that holds what was read of a key: `hash: CustomersHash`, `doc: Json | null`. */
export interface ValueParameter {
  readonly name: string;
  readonly type: string;
}

/** By what its value is called in the mapping; reserved there. */
const NAMES: Readonly<Record<ReadPlan["kind"], string>> = {
  hash: "hash",
  json: "doc",
  set: "members",
  zset: "scores",
  list: "items",
  string: "content",
};

export function valueName({ kind }: Pick<ReadPlan, "kind">): string {
  return NAMES[kind];
}

export function valueParameter({ job, names, imports }: JobContext): ValueParameter {
  const name = valueName(job.read);
  if (hasFieldInterface(job.read)) return { name, type: names.hashType };
  return { name, type: job.read.members.length === 0 ? "object" : wholeType(job.read.kind, imports) };
}

/** Whether the value is an object of the fields that are used. */
export function hasFieldInterface({ kind, members }: Pick<ReadPlan, "kind" | "members">): boolean {
  return kind === "hash" && members !== "all" && members.length > 0;
}

/** A whole value, as `value` of the job's read gives it. */
export function wholeType(kind: ReadPlan["kind"], imports: JobContext["imports"]): string {
  switch (kind) {
    case "hash":
    case "zset":
      return `${imports.type("RedisMap")}<${imports.type("Raw")}>`;
    case "set":
    case "list":
      return `readonly ${imports.type("Raw")}[]`;
    case "string":
      return `${imports.type("Raw")} | null`;
    case "json":
      return `${imports.type("Json")} | null`;
  }
}
