import type { Plan, SettingPlan, SourcePlan, TargetPlan } from "../plan/ir.ts";
import { importDeclaration, type Declaration } from "./declarations.ts";
import { stringLiteral } from "./literals.ts";
import { moduleScope } from "./names.ts";

/** A job's module as `worker.ts` imports it. */
export interface JobImport {
  readonly file: string;
  readonly constant: string;
}

export interface WorkerModule {
  readonly declarations: readonly Declaration[];
  /** The statement that runs the worker. */
  readonly start: string;
}

/** The project: settings that are read when it starts, and its jobs. Two jobs may have one constant's name, so one may get another here. */
export function workerModule(plan: Plan, release: string, jobs: readonly JobImport[]): WorkerModule {
  const named = localNames(jobs);
  const imports = [
    importDeclaration([{ name: "runWorker" }], "rdi/runtime"),
    ...named.map(({ constant, file, local }) =>
      importDeclaration([local === constant ? { name: constant } : { name: constant, alias: local }], `./${file}`),
    ),
  ];
  const locals = named.map(({ local }) => local);
  return { declarations: imports, start: startStatement(plan, release, locals) };
}

export interface CheckedImport extends JobImport {
  /** Whether the module is part of the program, so that its job is to be looked at. */
  readonly made: boolean;
}

/**
 * What is type-checked in place of `worker.ts`: each job that was made is assigned to a `Job`, the others are declared to be one. A list of
 * jobs whose types all differ would be compared pair by pair: 21 s for a thousand of them.
 */
export function workerProbe(plan: Plan, jobs: readonly CheckedImport[]): WorkerModule {
  const named = localNames(jobs).map((job, index) => ({ ...job, probe: `$${index}` }));
  const made = named.filter((job) => job.made);
  const imports = [
    importDeclaration([{ name: "runWorker" }, { name: "Job", isTypeOnly: true }], "rdi/runtime"),
    ...made.map(({ constant, file, probe }) => importDeclaration([{ name: constant, alias: probe }], `./${file}`)),
  ];
  const lines = named.map(({ local, probe, made }) =>
    made ? `const ${local}: Job = ${probe};` : `declare const ${local}: Job;`,
  );
  const locals = named.map(({ local }) => local);
  return { declarations: imports, start: [...lines, startStatement(plan, "", locals)].join("\n") };
}

function localNames<Import extends JobImport>(
  jobs: readonly Import[],
): readonly (Import & { readonly local: string })[] {
  const scope = moduleScope();
  return jobs.map((job) => ({ ...job, local: scope.claim(job.constant) }));
}

function startStatement(plan: Plan, release: string, jobs: readonly string[]): string {
  return `await runWorker({
    name: ${stringLiteral(plan.project)},
    release: ${stringLiteral(release)},
    source: ${sourceObject(plan.source)},
    targets: [${plan.targets.map(targetObject).join(", ")}],
    jobs: [${jobs.join(", ")}],
  });`;
}

function sourceObject(source: SourcePlan): string {
  return `{
    url: ${settingObject(source.url)},
    capture: ${stringLiteral(source.capture)},
    guarantee: ${textOrUndefined(source.guarantee)},
    evictions: ${stringLiteral(source.evictions)},
    lanes: ${source.lanes},
  }`;
}

function targetObject(target: TargetPlan): string {
  const { name, system, url, schema } = target;
  return `{
    name: ${stringLiteral(name)},
    system: ${stringLiteral(system)},
    url: ${settingObject(url)},
    schema: ${textOrUndefined(schema)},
  }`;
}

function settingObject(setting: SettingPlan): string {
  switch (setting.kind) {
    case "constant":
      return `{ kind: "constant", value: ${stringLiteral(setting.value)} }`;
    case "env":
      return `{ kind: "env", name: ${stringLiteral(setting.name)}, fallback: ${textOrUndefined(setting.fallback)} }`;
    case "file":
      return `{ kind: "file", path: ${stringLiteral(setting.path)} }`;
  }
}

function textOrUndefined(text: string | undefined): string {
  return text === undefined ? "undefined" : stringLiteral(text);
}
