/** Examples of a document: expressions and what they give, computed by the worker that the compiler makes of them. */
import { analyze } from "../../compiler/compile.ts";
import { jobModule } from "../../compiler/emit/job-module.ts";
import { declareModule } from "../../compiler/emit/module.ts";
import type { ColumnPlan, JobPlan } from "../../compiler/plan/ir.ts";
import { openProgram } from "../../compiler/program.ts";
import { jobStatements } from "../../compiler/sql/job-statements.ts";
import { typeCheck } from "../../compiler/type-check.ts";
import type { Job } from "../../runtime/job.ts";
import { loadJobs } from "../compiler/emit/load-module.ts";
import { DECLARATIONS } from "./frames.ts";
import { partsOf, type Sample } from "./samples.ts";
import { shown } from "./shown.ts";

export interface Example {
  /** An expression, or a column such as `x: int = n`. */
  readonly code: string;
  /** `"text"`, a number, JSON, `null`, or the code of a rejection or diagnostic. */
  readonly result: string;
  readonly sample: Sample;
  readonly line: number;
}

/** 2024-05-06T07:08:09.5Z */
const NOW = 1_714_979_289_500_000n;

/** What each of the examples gives, in their order. */
export async function resultsOf(examples: readonly Example[]): Promise<readonly string[]> {
  const samples = [...new Set(examples.map(({ sample }) => sample))];
  const results = new Map<Example, string>();
  for (const sample of samples) {
    for (const [example, result] of await ofSample(
      sample,
      examples.filter((one) => one.sample === sample),
    ))
      results.set(example, result);
  }
  return examples.map((example) => results.get(example) ?? "");
}

interface Compiled {
  readonly example: Example;
  readonly column: string;
}

async function ofSample(sample: Sample, examples: readonly Example[]): Promise<ReadonlyMap<Example, string>> {
  const results = new Map<Example, string>();
  const compiled: Compiled[] = [];
  for (const example of examples) {
    const column = columnFor(example);
    if (column.startsWith("RDI")) results.set(example, column);
    else compiled.push({ example, column });
  }
  const { job, plan } = await loaded(project(sample, compiled));
  for (const [row, { example }] of compiled.entries()) results.set(example, rowOf(job, plan, { sample, row, example }));
  return results;
}

/** The first column that compiles; where none does, the codes of the first. */
function columnFor({ code, result, sample }: Example): string {
  const columns = candidates(code, result);
  const codes = columns.map((column) => errorsOf(project(sample, [{ column }])));
  const good = columns.find((_, at) => codes[at] === "");
  return good ?? codes[0] ?? "";
}

function candidates(code: string, result: string): readonly string[] {
  if (/^x: \w/.test(code)) return [code];
  if (result.startsWith('"')) return [`x: text = ${code}`];
  const json = `x: text = (${code}) as json as text`;
  return /^[[{]/.test(result) ? [json] : [`x: text = to_text(${code})`, json];
}

function errorsOf(text: string): string {
  const { diagnostics } = analyze([{ path: "shop.rdi", text }], "shop");
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return [...new Set(errors.map(({ code }) => code))].join(" ");
}

/** One job, in which every key has the row of one example, so that one that rejects disturbs no other. */
function project({ kind }: Sample, columns: readonly { readonly column: string }[]): string {
  const clauses = columns.map(({ column }, row) => {
    const type = /^x: (.+?) = /.exec(column)?.[1] ?? "";
    const table = type === "text" ? "texts" : `t${row}`;
    return `where @id == ${row} { into db.${table} key (id) {\nid: int = @id\n${column}\n} }\n`;
  });
  return `${DECLARATIONS}job rows {\nfrom ${kind} "row:{id:int}"\n${clauses.join("")}}\n`;
}

async function loaded(text: string): Promise<{ readonly job: Job; readonly plan: JobPlan }> {
  const { plan, diagnostics } = analyze([{ path: "shop.rdi", text }], "shop");
  if (plan === undefined) throw new Error(diagnostics.map(({ code, label }) => `${code} ${label}`).join("\n"));
  const [jobPlan] = plan.jobs;
  const [job] = jobPlan === undefined ? [] : await loadJobs([moduleOf(jobPlan)]);
  if (job === undefined || jobPlan === undefined) throw new Error("the examples made no job");
  return { job, plan: jobPlan };
}

/** As a worker has it, but not laid out. */
function moduleOf(job: JobPlan): { readonly path: string; readonly text: string } {
  const program = openProgram();
  const path = "rows.ts";
  const { declarations } = jobModule(job, jobStatements(job));
  const file = declareModule(program, { path, header: "// Examples.", declarations });
  typeCheck(program);
  return { path, text: file.getFullText() };
}

interface Asked {
  readonly sample: Sample;
  readonly row: number;
  readonly example: Example;
}

function rowOf(job: Job, plan: JobPlan, { sample, row, example }: Asked): string {
  const parts = partsOf(sample, plan.read);
  const part = (index: number): Buffer | string | null => parts[index] ?? null;
  try {
    const key = job.captures((index) => (index === 0 ? `row:${row}` : String(row)), part);
    const rows = job.map(
      key,
      job.value(part, () => parts),
      NOW as never,
      {},
    );
    const found = rows === undefined ? [] : job.tables.map((table, at) => ({ rows: table.rowsOf(rows), at }));
    const [yielded] = found.filter((one) => one.rows.length > 0);
    const value: unknown = new Map<string, unknown>(Object.entries(yielded?.rows[0] ?? {})).get("x");
    return shown(value, columnOf(plan, yielded?.at ?? 0), example.result.startsWith('"'));
  } catch (thrown) {
    if (isRejection(thrown)) return thrown.code;
    throw thrown;
  }
}

function columnOf(plan: JobPlan, table: number): ColumnPlan {
  const column = plan.tables[table]?.columns.find(({ name }) => name === "x");
  if (column === undefined) throw new Error("an example yielded no row");
  return column;
}

/** By its shape: a loaded module brings a class of its own. */
function isRejection(thrown: unknown): thrown is { readonly code: string } {
  return thrown !== null && typeof thrown === "object" && "code" in thrown && "site" in thrown;
}
