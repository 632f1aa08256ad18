import type { Clause, Job, Lookup, StringLiteral } from "../../../grammar/ast.ts";
import { patternForms, regexText } from "../../emit/key-pattern.ts";
import { bytesOf } from "../../keys/pattern-automaton.ts";
import type { JobPlan, TargetPlan, ValueKind } from "../../plan/ir.ts";

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
  /** Whether a `lookup` may ask for the key. */
  isLookedUp(key: string): boolean;
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
  return clauses.flatMap((clause) => {
    if (clause.kind === "lookup") return [clause];
    return clause.kind === "where" || clause.kind === "for" ? lookupsIn(clause.block ?? []) : [];
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
