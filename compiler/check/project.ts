import type { Declaration, File, Job, Name, Source } from "../../grammar/ast.ts";
import type { DeliveryPlan, SourcePlan, TargetPlan } from "../plan/ir.ts";
import { checkDelivery, defaultDelivery } from "./delivery.ts";
import { SIGNATURES } from "./built-ins.ts";
import { declarationsOf, directImports, functionTable } from "./imports.ts";
import { checkFunctions, MOST_CALLS_OF_A_PROJECT } from "./user-functions.ts";
import type { Functions, UserFunction } from "./user-functions.ts";
import type { Sink } from "./sink.ts";
import { checkSource } from "./source.ts";
import { checkTarget } from "./target.ts";

/** The project's declarations but its jobs' insides. */
export interface Project {
  readonly source: SourcePlan | undefined;
  readonly targets: ReadonlyMap<string, TargetPlan | undefined>;
  readonly delivery: DeliveryPlan;
  readonly functions: Functions;
  readonly ownFunctions: readonly UserFunction[];
  readonly jobs: readonly Job[];
  /** How many calls of functions its jobs may still write out. */
  readonly calls: { left: number };
}

/** `imported` are the files that the project's own ones import, and what those import. */
export function checkProject(files: readonly File[], imported: readonly File[], sink: Sink): Project {
  const known = [...files, ...imported];
  const direct = directImports(files, known, sink);
  const visible = [...files, ...direct];
  const jobs = declarationsOf("job", files);
  const targets = declarationsOf("target", visible);
  reportDuplicates("the job", jobs, sink);
  reportDuplicates("the target", targets, sink);
  return {
    source: oneSource(ownOrImported("source", files, direct), jobs, sink),
    targets: new Map(targets.map((target) => [target.name.text, checkTarget(target, sink)])),
    delivery: topDelivery(ownOrImported("delivery", files, direct), sink),
    ...projectFunctions(files, { known, visible, sink }),
    jobs: reportNoJob(jobs, { files, imported: direct }, sink),
    calls: { left: MOST_CALLS_OF_A_PROJECT },
  };
}

/** What a project has one of may stand in a file that it imports. */
function ownOrImported<Kind extends "source" | "delivery">(
  kind: Kind,
  files: readonly File[],
  imported: readonly File[],
) {
  const own = declarationsOf(kind, files);
  return own.length > 0 ? own : declarationsOf(kind, imported);
}

interface Surroundings {
  readonly known: readonly File[];
  readonly visible: readonly File[];
  readonly sink: Sink;
}

function projectFunctions(
  files: readonly File[],
  { known, visible, sink }: Surroundings,
): Pick<Project, "functions" | "ownFunctions"> {
  const declared = declarationsOf("fn", visible);
  for (const { name } of declared) {
    if (SIGNATURES.has(name.text))
      sink.report("RDI2009", name.span, { name: name.text, why: "It is a built-in function." });
  }
  reportDuplicates("the function", declared, sink);
  const { own, imported, functions } = functionTable(files, known);
  checkFunctions([...own, ...imported], sink);
  return { functions, ownFunctions: own };
}

/** Once all jobs are checked. A name that is wrong by itself has its error already. */
export function warnOfUnusedFunctions({ ownFunctions }: Project, sink: Sink): void {
  const wrong = new Set(sink.diagnostics().map(({ span }) => span));
  for (const { declaration, used } of ownFunctions) {
    const { name } = declaration;
    if (!used && !wrong.has(name.span)) sink.report("RDI2074", name.span, { what: "function", name: name.text });
  }
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

interface Read {
  readonly files: readonly File[];
  readonly imported: readonly File[];
}

/** A file may hold nothing but tests of jobs that it imports. */
function reportNoJob(jobs: readonly Job[], { files, imported }: Read, sink: Sink): readonly Job[] {
  const file = files[0]?.span.file ?? { path: ".", text: "" };
  const onlyTests = declarationsOf("test", files).length > 0 && declarationsOf("job", imported).length > 0;
  if (jobs.length === 0 && !onlyTests) sink.report("RDI2014", { file, start: 0, end: 0 }, { what: "project" });
  return jobs;
}
