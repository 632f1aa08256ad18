import type { JobPlan, StepPlan } from "../plan/ir.ts";
import { allSteps } from "../plan/parts.ts";
import type { ExpressionContext } from "./expression.ts";
import { collectConstants, type Constants } from "./constants.ts";
import { collectImports, type Imports } from "./imports.ts";
import { camelCase, moduleScope, pascalCase, type NameScope } from "./names.ts";
import type { Sites } from "./sites.ts";
import { collectSites } from "./sites.ts";
import { runtimeNamesIn } from "./runtime-names-in.ts";
import { usesOf, type Uses } from "./uses.ts";

/** Everything that the parts of one module share while its text is made: its names, its imports, its sites. */
export interface JobContext extends ExpressionContext {
  readonly job: JobPlan;
  readonly uses: Uses;
  readonly imports: Imports;
  readonly sites: Sites;
  readonly names: JobNames;
  /** What the module makes once, when it is loaded. */
  readonly constants: Constants;
  /** The name of the constants of a table or Redis key, and of its array in the mapping. */
  tableNames(table: DestinationPlan): TableNames;
}

/** A table or a Redis key. */
export type DestinationPlan = Pick<JobPlan["tables"][number] | JobPlan["keys"][number], "id">;

/** Tables, then Redis keys: no target has both. */
export function destinationsOf({ tables, keys }: Pick<JobPlan, "tables" | "keys">): readonly DestinationPlan[] {
  return [...tables, ...keys];
}

export interface JobNames {
  /** Of the exported job. */
  readonly constant: string;
  /** Of the exported mapping function. */
  readonly map: string;
  readonly keyType: string;
  readonly hashType: string;
  readonly rowsType: string;
  readonly lookupsType: string;
}

export interface TableNames {
  readonly rowType: string;
  readonly ownerType: string;
  readonly constant: string;
  /** The function from owner columns to a key. */
  readonly keyOf: string;
  /** The function from rows to the parameters of a statement. */
  readonly valuesOf: string;
  /** The array in the mapping. */
  readonly list: string;
}

export function jobContext(job: JobPlan): JobContext {
  const { scope, constants } = jobScope(job);
  const mapping = scope.inner();
  const names = jobNames(job, scope);
  const destinations = destinationsOf(job);
  const tables = new Map(destinations.map((table) => [table.id, tableNames(table, scope, mapping)]));
  const locals = new Map(localsOf(job.body).map((local) => [local, mapping.claim(local)]));
  const shared = {
    job,
    uses: usesOf(job),
    imports: collectImports(),
    constants,
    sites: collectSites(destinations.length === 1 ? destinations[0]?.id : undefined),
    names,
    tableNames: (table: DestinationPlan) => found(tables.get(table.id), table.id),
  };
  return withNames(shared, mapping, locals);
}

/** Names of `let`s and of what `for` binds, in the order of the text. */
function localsOf(body: readonly StepPlan[]): readonly string[] {
  return allSteps(body).flatMap((step) => {
    if (step.kind === "let") return [step.local];
    return step.kind === "for" ? [step.first, step.second].filter((local) => local !== undefined) : [];
  });
}

type Shared = Omit<JobContext, "localName" | "withParameters">;

/** A parameter may have the name of another arrow's: only those around it are taken. */
function withNames(shared: Shared, scope: NameScope, names: ReadonlyMap<string, string>): JobContext {
  return {
    ...shared,
    localName: (local) => found(names.get(local), local),
    withParameters(locals) {
      const inner = scope.inner();
      return withNames(shared, inner, new Map([...names, ...locals.map((local) => named(local, inner))]));
    },
  };
}

/** The plan tells parameters apart by numbers, which the text needs only where their scopes meet. */
function named(local: string, scope: NameScope): readonly [string, string] {
  return [local, scope.claim(local.replace(/(?<=.)\d+$/, ""))];
}

/** The module's names; its constants have theirs before anything else. */
function jobScope(job: JobPlan): { readonly scope: NameScope; readonly constants: Constants } {
  const scope = moduleScope(runtimeNamesIn(job));
  return { scope, constants: collectConstants(job, scope) };
}

/** The name of the constant that a job's module exports. */
export function jobConstantName(job: JobPlan): string {
  return jobNames(job, jobScope(job).scope).constant;
}

function jobNames(job: JobPlan, scope: NameScope): JobNames {
  const type = pascalCase(job.name);
  return {
    constant: scope.claim(camelCase(job.name)),
    map: scope.claim(`map${type}`),
    keyType: scope.claim(`${type}Key`),
    hashType: scope.claim(`${type}Hash`),
    rowsType: scope.claim(`${type}Rows`),
    lookupsType: scope.claim(`${type}Lookups`),
  };
}

function tableNames(table: DestinationPlan, scope: NameScope, mapping: NameScope): TableNames {
  const type = pascalCase(table.id);
  return {
    rowType: scope.claim(`${type}Row`),
    ownerType: scope.claim(`${type}Owner`),
    constant: scope.claim(`${camelCase(table.id)}Table`),
    keyOf: scope.claim(`keyOf${type}`),
    valuesOf: scope.claim(`valuesOf${type}`),
    list: mapping.claim(camelCase(table.id)),
  };
}

function found<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw new Error(`the plan names ${id}, which its job does not have`);
  return value;
}
