import type { Job } from "../../../grammar/ast.ts";
import type { Span } from "../../../grammar/source.ts";
import { suggest } from "../../../grammar/suggest.ts";
import type { JobPlan } from "../../plan/ir.ts";
import { visitValues } from "../../plan/parts.ts";
import type { Sink } from "../sink.ts";
import type { Constant } from "./constants.ts";
import type { TestedJob } from "./world.ts";

/** The fields that tests gave to each job, with a place where they did. */
export interface GivenFields {
  note(jobs: readonly TestedJob[], given: Constant): void;
  /** Names that a tested job reads and no test gives are usually misspelled. */
  warn(sink: Sink): void;
}

export function createGivenFields(): GivenFields {
  const byJob = new Map<TestedJob, Map<string, Span>>();
  return {
    note: (jobs, given) => {
      const paths = [...pathsOf(given, "")];
      for (const job of jobs) {
        const known = byJob.get(job) ?? new Map<string, Span>();
        for (const [path, span] of paths) if (!known.has(path)) known.set(path, span);
        byJob.set(job, known);
      }
    },
    warn: (sink) => {
      for (const [tested, given] of byJob) warnOf(tested, given, sink);
    },
  };
}

/** `customer`, `customer.id`, `items[]`, `items[].sku`. */
function* pathsOf(given: Constant, at: string): Generator<readonly [string, Span]> {
  if (given.kind === "object") {
    for (const { name, span, value } of given.entries) {
      const path = at === "" ? name : `${at}.${name}`;
      yield [path, span];
      yield* pathsOf(value, path);
    }
  } else if (given.kind === "list") {
    for (const item of given.items) yield* pathsOf(item, `${at}[]`);
  }
}

function warnOf({ job, plan }: TestedJob, given: ReadonlyMap<string, Span>, sink: Sink): void {
  const read = fieldsOf(plan);
  for (const name of read) {
    if (given.has(name)) continue;
    const others = [...given.keys()].filter((path) => !read.has(path) && !path.endsWith("[]"));
    const near = suggest(name, others);
    const related = near.flatMap((path) => {
      const span = given.get(path);
      return span === undefined ? [] : [{ span, label: "given here" }];
    });
    sink.report("RDI2112", placeIn(job, name), { name, job: plan.name, near }, related);
  }
}

/** What the job reads of a hash or a document, as one writes it. */
function fieldsOf(plan: JobPlan): ReadonlySet<string> {
  if (plan.read.kind === "hash") {
    const names = new Set<string>();
    visitValues(plan, (value) => {
      if (value.kind === "field") names.add(value.name);
    });
    return names;
  }
  if (plan.read.kind !== "json") return new Set();
  const lookups = plan.lookups.map(({ name }) => name);
  const lineage = plan.tables.flatMap(({ columns }) => columns.flatMap(({ fields }) => fields));
  const members = plan.read.members === "all" ? [] : plan.read.members.map((path) => path.join("."));
  const own = lineage.filter((name) => !name.startsWith("@") && !lookups.includes(/^\w+/.exec(name)?.[0] ?? ""));
  return new Set([...members, ...own].map((name) => name.replaceAll(/\[-?\d+\]/g, "[]")));
}

/** Where the job first says the name. */
function placeIn(job: Job, name: string): Span {
  const word = name.split(".").at(-1) ?? name;
  return firstName(job.clauses, word.replace(/(\[\])+$/, "")) ?? job.name.span;
}

/** Names within clauses and expressions: whatever has a text and a place. */
function firstName(node: unknown, text: string): Span | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  if (isName(node)) return node.text === text ? node.span : undefined;
  for (const [property, part] of Object.entries(node)) {
    if (property === "span") continue;
    const found = firstName(part, text);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isName(node: object): node is { readonly text: string; readonly span: Span } {
  return "quoted" in node && "text" in node && "span" in node;
}
