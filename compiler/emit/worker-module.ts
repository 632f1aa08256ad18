import type { Plan, SettingPlan, SourcePlan, TableTargetPlan, TargetOption, TargetPlan } from "../plan/ir.ts";
import { constant, importDeclaration, type Declaration } from "./declarations.ts";
import { keyStates } from "./key-states.ts";
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
  const { named, keysName, locals } = localNames(plan, jobs);
  const keys = keysConstant(keysName, plan, locals);
  const imports = [
    importDeclaration(runtimeImports(plan, keys.length > 0), "rdi/runtime"),
    ...named.map(({ constant, file, local }) =>
      importDeclaration([local === constant ? { name: constant } : { name: constant, alias: local }], `./${file}`),
    ),
  ];
  const start = startStatement(plan, release, { jobs: locals, keys: keys.length === 0 ? "undefined" : keysName });
  const doc = "Finds the jobs of a key in one pass over its bytes: a line is a state, the first is number 0.";
  return { declarations: [...imports, ...keys.map((one) => constant({ doc, ...one }))], start };
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
  const { named, keysName, locals } = localNames(plan, jobs);
  const keys = keysConstant(keysName, plan, locals);
  const probed = named.map((job, index) => ({ ...job, probe: `$${index}` }));
  const imports = probeImports(runtimeImports(plan, keys.length > 0), probed);
  const lines = probed.map(({ local, probe, made }) =>
    made ? `const ${local}: Job = ${probe};` : `declare const ${local}: Job;`,
  );
  const start = startStatement(plan, "", { jobs: locals, keys: keys.length === 0 ? "undefined" : keysName });
  return {
    declarations: imports,
    start: [...lines, ...keys.map(({ name, value }) => `const ${name} = ${value};`), start].join("\n"),
  };
}

/** What is type-checked where `worker.ts` is as it was: that each job that was made is still a `Job`. */
export function jobsProbe(jobs: readonly CheckedImport[]): WorkerModule {
  const probed = jobs.map((job, index) => ({ ...job, probe: `$${index}` }));
  const made = probed.filter((job) => job.made);
  return {
    declarations: probeImports([], probed),
    start: made.map(({ probe }) => `${probe} satisfies Job;`).join("\n"),
  };
}

interface ProbedImport extends CheckedImport {
  /** The name of the import. */
  readonly probe: string;
}

function probeImports(
  runtime: readonly { readonly name: string }[],
  jobs: readonly ProbedImport[],
): readonly Declaration[] {
  const made = jobs.filter((job) => job.made);
  return [
    importDeclaration([...runtime, { name: "Job", isTypeOnly: true }], "rdi/runtime"),
    ...made.map(({ constant, file, probe }) => importDeclaration([{ name: constant, alias: probe }], `./${file}`)),
  ];
}

const OF_KEYS = ["keyState", "on"];

function runtimeImports(plan: Plan, withKeys: boolean): readonly { readonly name: string }[] {
  const names = [...(withKeys ? OF_KEYS : []), "runWorker", ...systemsOf(plan)];
  return names.sort().map((name) => ({ name }));
}

function systemsOf({ targets }: Plan): readonly string[] {
  return [...new Set(targets.map(({ system }) => system))];
}

interface LocalNames<Import extends JobImport> {
  readonly named: readonly (Import & { readonly local: string })[];
  readonly locals: readonly string[];
  readonly keysName: string;
}

function localNames<Import extends JobImport>(plan: Plan, jobs: readonly Import[]): LocalNames<Import> {
  const scope = moduleScope([...OF_KEYS, "runWorker", ...systemsOf(plan)]);
  const keysName = scope.claim("keys");
  const named = jobs.map((job) => ({ ...job, local: scope.claim(job.constant) }));
  return { named, locals: named.map(({ local }) => local), keysName };
}

interface KeysConstant {
  readonly name: string;
  readonly value: string;
}

/** None where one automaton for all patterns would be too large. */
function keysConstant(name: string, plan: Plan, jobs: readonly string[]): readonly KeysConstant[] {
  const states = keyStates(
    plan.jobs.map(({ pattern }) => pattern),
    jobs,
  );
  return states === undefined ? [] : [{ name, value: `[\n${states.join(",\n")},\n]` }];
}

interface StartNames {
  readonly jobs: readonly string[];
  readonly keys: string;
}

function startStatement(plan: Plan, release: string, { jobs, keys }: StartNames): string {
  return `await runWorker({
    name: ${stringLiteral(plan.project)},
    release: ${stringLiteral(release)},
    source: ${sourceObject(plan.source)},
    targets: [${plan.targets.map(targetCall).join(", ")}],
    jobs: [${jobs.join(", ")}],
    keys: ${keys},
  });`;
}

function sourceObject(source: SourcePlan): string {
  return `{
    url: ${settingObject(source.url)},
    capture: ${stringLiteral(source.capture)},
    guarantee: ${textOrUndefined(source.guarantee)},
    evictions: ${stringLiteral(source.evictions)},
    lanes: ${source.lanes},
    streamBudget: ${source.streamBudget},
  }`;
}

function targetCall(target: TargetPlan): string {
  const { name, system, url } = target;
  const more = target.system === "redis" ? "" : tableSettings(target);
  return `${system}.target({ name: ${stringLiteral(name)}, url: ${settingObject(url)}, ${more} })`;
}

function tableSettings({ schema, options }: TableTargetPlan): string {
  const others = Object.entries(options).map(([name, value]) => `${name}: ${optionText(value)}`);
  return [`schema: ${textOrUndefined(schema)}`, ...others].join(", ");
}

function optionText(value: TargetOption): string {
  if (typeof value === "object") return settingObject(value);
  return typeof value === "string" ? stringLiteral(value) : String(value);
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
