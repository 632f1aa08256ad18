/** A project of one small .rdi file, compiled for a kind of target: its jobs, loaded, and the tables that `rdi ddl` makes for it. */
import { analyze } from "../../compiler/compile.ts";
import type { Plan, TableTargetPlan } from "../../compiler/plan/ir.ts";
import { ddlScript } from "../../compiler/sql/ddl-script.ts";
import { projectFacts } from "../../compiler/tests/facts.ts";
import { jobModules } from "../../compiler/tests/modules.ts";
import type { Job } from "../../runtime/job.ts";
import { ownTableTexts } from "../../runtime/operate.ts";
import type { JobFacts } from "../../runtime/rehearsal/facts.ts";
import { loadJobs } from "../../runtime/rehearsal/load-jobs.ts";

export interface KitProject {
  /** The whole file. */
  readonly text: string;
  readonly plan: Plan;
  readonly target: TableTargetPlan;
  readonly jobs: readonly KitJob[];
  readonly ddl: string;
}

export interface KitJob {
  readonly job: Job;
  readonly facts: JobFacts;
}

export interface ProjectText {
  /** Everything but the source and the target, which is called `db`. */
  readonly jobs: string;
  readonly system: string;
  /** More settings of the target: `schema: "s"`. */
  readonly settings?: string | undefined;
}

const compiled = new Map<string, Promise<KitProject>>();

/** Rejects where the compiler has something against it. */
export function kitProject(text: ProjectText): Promise<KitProject> {
  const whole = fileText(text);
  const project = compiled.get(whole) ?? compileText(whole);
  compiled.set(whole, project);
  return project;
}

export function fileText({ jobs, system, settings }: ProjectText): string {
  const more = (settings ?? "") === "" ? "" : `, ${settings}`;
  return `source redis { url: env("REDIS_URL") }\ntarget db: ${system} { url: env("DB_URL")${more} }\n${jobs}\n`;
}

async function compileText(text: string): Promise<KitProject> {
  const { plan, diagnostics } = analyze([{ path: "kit.rdi", text }], "kit");
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (plan === undefined) throw new Error(`The compiler refuses\n${text}\n${JSON.stringify(errors, undefined, 2)}`);
  const target = plan.targets.find((one) => one.name === "db");
  if (target === undefined || target.system === "redis") throw new Error("there is no target db with tables");
  const { jobs: facts } = projectFacts(plan);
  const jobs = loadJobs(jobModules(plan.jobs)).map((job, at) => ({ job, facts: factsOf(facts, at) }));
  const own = await ownTableTexts(
    target,
    plan.jobs.flatMap((job) => job.tables),
  );
  return { text, plan, target, jobs, ddl: ddlScript({ plan, target, own, known: undefined }) ?? "" };
}

function factsOf(facts: readonly JobFacts[], at: number): JobFacts {
  const found = facts[at];
  if (found === undefined) throw new Error("nothing is known of a job");
  return found;
}
