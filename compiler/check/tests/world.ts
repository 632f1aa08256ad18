import type { Clause, Job, Lookup, StringLiteral } from "../../../grammar/ast.ts";
import { patternForms, regexText } from "../../emit/key-pattern.ts";
import { bytesOf } from "../../keys/pattern-automaton.ts";
import type { JobPlan, RedisKeyPlan, TargetPlan, ValueKind } from "../../plan/ir.ts";

/** A job that tests run. */
export interface TestedJob {
  readonly job: Job;
  readonly plan: JobPlan;
}

/** What tests are about: all jobs of the project and of what its files import. */
export interface TestedWorld {
  readonly jobs: readonly TestedJob[];
  readonly targets: readonly TargetPlan[];
  /** The jobs to which the key belongs. */
  jobsOf(key: string): readonly TestedJob[];
  /** Keys that jobs write into targets. */
  readonly keysWritten: readonly WrittenKey[];
  /** Whether a `lookup` may ask for the key. */
  isLookedUp(key: string): boolean;
}

export interface WrittenKey {
  readonly target: string;
  readonly kind: RedisKeyPlan["kind"];
  /** As it is written, without quotes. */
  readonly text: string;
  /** Whether its job has a sensitive column: what of the key is made of the same is not known. */
  readonly sensitive: boolean;
  matches(key: string): boolean;
}

export function testedWorld(jobs: readonly TestedJob[], targets: readonly TargetPlan[]): TestedWorld {
  const known = jobs.map((tested) => ({ tested, form: patternForms(tested.plan.pattern) }));
  const patterns = known.map(({ tested, form }) => {
    return { tested, prefix: form.prefix, regex: new RegExp(form.regexSource) };
  });
  let lookups: readonly RegExp[] | undefined;
  return {
    jobs,
    targets,
    keysWritten: jobs.flatMap(keysWrittenBy),
    jobsOf: (key) => {
      const bytes = bytesOf(key);
      const matching = patterns.filter(({ prefix, regex }) => bytes.startsWith(prefix) && regex.test(bytes));
      return matching.map(({ tested }) => tested);
    },
    isLookedUp: (key) => {
      lookups ??= jobs.flatMap(({ job }) => lookupsIn(job.clauses)).map(({ key: template }) => templateRegex(template));
      return lookups.some((regex) => regex.test(bytesOf(key)));
    },
  };
}

function lookupsIn(clauses: readonly Clause[]): readonly Lookup[] {
  return allClauses(clauses).filter((clause) => clause.kind === "lookup");
}

function allClauses(clauses: readonly Clause[]): readonly Clause[] {
  return clauses.flatMap((clause) =>
    clause.kind === "where" || clause.kind === "for" ? [clause, ...allClauses(clause.block ?? [])] : [clause],
  );
}

/** The plan has its keys in the order of the text, as the syntax tree has. */
function keysWrittenBy({ job, plan }: TestedJob): readonly WrittenKey[] {
  const templates = allClauses(job.clauses).flatMap((clause) =>
    clause.kind === "into" && clause.destination.kind === "rediskey" ? [clause.destination.key] : [],
  );
  const sensitive = plan.tables.some(({ columns }) => columns.some((column) => column.sensitive));
  return plan.keys.map(({ target, kind, text }, at) => {
    const template = templates[at];
    const regex = template === undefined ? undefined : templateRegex(template);
    return { target, kind, text, sensitive, matches: (key) => regex?.test(bytesOf(key)) === true };
  });
}

/** Which keys `"country:{code}"` may name. */
function templateRegex({ parts }: StringLiteral): RegExp {
  const texts = parts.map((part) => (part.kind === "text" ? regexText(bytesOf(part.text)) : "[\\s\\S]*"));
  return new RegExp(`^${texts.join("")}$`);
}

/** A document may be a string that holds JSON. */
export function canHold(wanted: ValueKind, given: ValueKind): boolean {
  return wanted === given || (wanted === "json" && given === "string");
}
