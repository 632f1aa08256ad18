import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { parse } from "../../../grammar/parse.ts";
import { check } from "../../../compiler/check/check.ts";
import type { Plan, Value } from "../../../compiler/plan/ir.ts";

export interface Outcome {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses and checks one project. Syntax errors come first in `diagnostics`, so that no test misses them. */
export function checkTexts(texts: Readonly<Record<string, string>>): Outcome {
  const parsed = Object.entries(texts).map(([path, text]) => parse({ path, text }));
  const syntax = parsed.flatMap((one) => one.diagnostics);
  const checked = check(
    parsed.map((one) => one.file),
    { project: "shop" },
  );
  return { plan: checked.plan, diagnostics: [...syntax, ...checked.diagnostics] };
}

export function checkText(text: string): Outcome {
  return checkTexts({ "shop.rdi": text });
}

/** `RDI2040 db.cards`: each finding's code and the text that is underlined. */
export function findings(text: string): readonly string[] {
  return checkText(text).diagnostics.map(
    ({ code, span }) => `${code} ${span.file.text.slice(span.start, span.end).replaceAll(/\s+/g, " ")}`,
  );
}

export const declarations = 'source redis { url: env("REDIS_URL") }\ntarget db: postgres { url: env("DB_URL") }\n';

/** A project with one job over `t:{id:int}`, whose clauses are these. */
export function jobOf(clauses: string, pattern = "t:{id:int}"): string {
  return `${declarations}job j {\n  from hash "${pattern}"\n${clauses}\n}\n`;
}

/** A project with one row of `db.t`, owned by its id, with these further columns. */
export function rowOf(columns: string, clauses = ""): string {
  return jobOf(`${clauses}\n  into db.t key (id) {\n    id: bigint = @id\n    ${columns}\n  }`);
}

/** What the column is computed by, written like TypeScript; the findings where there is no plan. */
export function columnValue(column: string, clauses = ""): string {
  const { plan, diagnostics } = checkText(rowOf(column, clauses));
  const value = plan?.jobs[0]?.tables[0]?.columns.at(-1)?.value;
  return value === undefined ? diagnostics.map(({ code }) => code).join(" ") : show(value);
}

/** A value of the plan, with `@name` where it may reject. */
export function show(value: Value): string {
  switch (value.kind) {
    case "field":
      return `hash.${value.name}`;
    case "value":
      return "@value";
    case "expiry":
      return "@expires_at";
    case "path":
      return `path(${[show(value.of), ...value.steps.map((step) => JSON.stringify(step))].join(", ")})`;
    case "lookup":
      return `${value.lookup}.read(${show(value.key)})`;
    case "probe":
      return `${value.lookup}.probe(${show(value.key)}, ${show(value.member)})`;
    case "capture":
      return `key.${value.name}`;
    case "key":
      return "key.key";
    case "local":
      return value.lazy ? `${value.local}()` : value.local;
    case "literal":
      return JSON.stringify(value.value);
    case "bigint":
      return `${value.text}n`;
    case "call":
      return `${value.fn}(${[...value.args.map(show), ...(value.at === undefined ? [] : [`@${value.at.name}`])].join(", ")})`;
    case "thunk":
      return `() => ${show(value.body)}`;
    case "arrow":
      return `(${value.params.map((param) => param ?? "_").join(", ")}) => ${show(value.body)}`;
    case "parameter":
      return value.local;
    case "choice":
      return `(${show(value.test)} ? ${show(value.then)} : ${show(value.otherwise)})`;
    case "constant":
      return `#${value.fn}(${value.args.map(show).join(", ")})`;
    case "list":
      return `[${value.items.map(show).join(", ")}]`;
    case "function":
      return value.name;
    case "now":
      return "now";
  }
}
