import type { Declaration, File, Job, Name, Source } from "../../grammar/ast.ts";
import type { DeliveryPlan, SourcePlan, TargetPlan } from "../plan/ir.ts";
import { checkDelivery, defaultDelivery } from "./delivery.ts";
import { checkFunctions } from "./user-functions.ts";
import type { Sink } from "./sink.ts";
import { checkSource, checkTarget } from "./source-target.ts";

/** The project's declarations but its jobs' insides. */
export interface Project {
  readonly source: SourcePlan | undefined;
  readonly targets: ReadonlyMap<string, TargetPlan | undefined>;
  readonly delivery: DeliveryPlan;
  readonly functions: ReadonlySet<string>;
  readonly jobs: readonly Job[];
}

export function checkProject(files: readonly File[], sink: Sink): Project {
  const declarations = files.flatMap((file) => file.declarations);
  const of = <Kind extends Declaration["kind"]>(kind: Kind) =>
    declarations.filter((one): one is Extract<Declaration, { kind: Kind }> => one.kind === kind);
  for (const one of of("import")) {
    sink.report("RDI2060", one.span, {
      what: "`import`",
      meanwhile: "Leave it out: all .rdi files of a folder are one project.",
    });
  }
  const jobs = of("job");
  reportDuplicates("the job", jobs, sink);
  reportDuplicates("the target", of("target"), sink);
  warnOfTests(of("test"), sink);
  return {
    source: oneSource(of("source"), jobs, sink),
    targets: new Map(of("target").map((target) => [target.name.text, checkTarget(target, sink)])),
    delivery: topDelivery(of("delivery"), sink),
    functions: checkFunctions(of("fn"), sink),
    jobs: reportNoJob(jobs, files, sink),
  };
}

function reportDuplicates(what: string, declarations: readonly { readonly name: Name }[], sink: Sink): void {
  const first = new Map<string, Name>();
  for (const { name } of declarations) {
    const earlier = first.get(name.text);
    if (earlier === undefined) first.set(name.text, name);
    else
      sink.report("RDI2007", name.span, { what, name: name.text }, [
        { span: earlier.span, label: "first declared here" },
      ]);
  }
}

function oneSource(sources: readonly Source[], jobs: readonly Job[], sink: Sink): SourcePlan | undefined {
  const [first, ...others] = sources;
  const [job] = jobs;
  if (first === undefined) {
    if (job !== undefined) sink.report("RDI2013", job.name.span, { job: job.name.text });
    return undefined;
  }
  for (const other of others) {
    const why = "A project reads one Redis.";
    sink.report("RDI2007", other.system.span, { what: "`source`", name: "", why }, [
      { span: first.system.span, label: "first declared here" },
    ]);
  }
  return checkSource(first, sink);
}

function topDelivery(deliveries: readonly Extract<Declaration, { kind: "delivery" }>[], sink: Sink): DeliveryPlan {
  const [first, ...others] = deliveries;
  for (const other of others) {
    if (first !== undefined)
      sink.report("RDI2007", other.span, { what: "`delivery`", name: "" }, [{ span: first.span, label: "first here" }]);
  }
  return first === undefined ? defaultDelivery : checkDelivery(first, defaultDelivery, sink);
}

/** Once for the whole project. */
function warnOfTests(tests: readonly Extract<Declaration, { kind: "test" }>[], sink: Sink): void {
  const [first] = tests;
  if (first !== undefined) sink.report("RDI2061", first.title.span, { count: tests.length });
}

function reportNoJob(jobs: readonly Job[], files: readonly File[], sink: Sink): readonly Job[] {
  const file = files[0]?.span.file ?? { path: ".", text: "" };
  if (jobs.length === 0) sink.report("RDI2014", { file, start: 0, end: 0 }, { what: "project" });
  return jobs;
}
