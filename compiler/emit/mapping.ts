import type { StepPlan } from "../plan/ir.ts";
import { functionDeclaration, type Declaration, type Property } from "./declarations.ts";
import { expression } from "./expression.ts";
import { destinationsOf, type DestinationPlan, type JobContext } from "./job-context.ts";
import { lineComment } from "./literals.ts";
import { propertyName } from "./names.ts";
import { valueParameter } from "./value-parameter.ts";

/** The pure function from a key and what was read of it to rows. */
export function mappingFunction(context: JobContext): Declaration {
  const { job, names } = context;
  return functionDeclaration({
    doc: job.doc,
    exported: true,
    name: names.map,
    parameters: parameters(context),
    returns: job.body.some(({ kind }) => kind === "skip") ? `${names.rowsType} | undefined` : names.rowsType,
    body: [
      ...destinationsOf(job).map((table) => emptyList(table, context)),
      ...steps(job.body, context),
      result(context),
    ],
  });
}

/** Those behind the last one in use are left out; an unused one before it is marked by an underscore. */
function parameters(context: JobContext): readonly Property[] {
  const { uses, names } = context;
  const value = valueParameter(context);
  const all = [
    { name: "key", type: names.keyType, used: uses.key || uses.expiry || uses.captures.size > 0 },
    { ...value, used: uses.value },
    { name: "now", type: "Instant", used: uses.now },
    { name: "lookups", type: names.lookupsType, used: uses.lookups },
  ];
  const kept = all.slice(0, all.findLastIndex((parameter) => parameter.used) + 1);
  if (kept.length > 2) context.imports.type("Instant");
  return kept.map(({ name, type, used }) => ({ name: used ? name : `_${name}`, type }));
}

function emptyList(table: DestinationPlan, context: JobContext): string {
  const { list, rowType } = context.tableNames(table);
  return `const ${list}: ${rowType}[] = [];`;
}

function result(context: JobContext): string {
  const lists = destinationsOf(context.job).map((table) => {
    const { list } = context.tableNames(table);
    return list === table.id ? list : `${propertyName(table.id)}: ${list}`;
  });
  return `return { ${lists.join(", ")} };`;
}

function steps(body: readonly StepPlan[], context: JobContext): string[] {
  return body.map((step) => stepText(step, context)).filter((text) => text !== "");
}

function stepText(step: StepPlan, context: JobContext): string {
  switch (step.kind) {
    case "let":
      return context.uses.locals.has(step.local) ? letText(step, context) : "";
    case "where":
      return whereText(step, context);
    case "skip":
      return skipText(step, context);
    case "for":
      return forText(step, context);
    case "into":
      return intoText(step, context);
  }
}

/** Evaluated where it is used, so what excludes a key never rejects it. */
function letText(step: Extract<StepPlan, { kind: "let" }>, context: JobContext): string {
  const value = expression(step.value, context);
  const evaluated = step.lazy ? `${context.imports.value("lazy")}(() => ${value})` : value;
  return `const ${context.localName(step.local)} = ${evaluated};`;
}

function whereText(step: Extract<StepPlan, { kind: "where" }>, context: JobContext): string {
  const conditions = step.conditions.map((condition) => expression(condition, context));
  return [
    lineComment(`where ${step.text}`),
    `if (${conditions.join(" && ")}) {`,
    ...steps(step.block, context),
    "}",
  ].join("\n");
}

/** A frozen key yields neither rows nor the absence of rows. */
function skipText(step: Extract<StepPlan, { kind: "skip" }>, context: JobContext): string {
  const condition = expression(step.condition, context);
  return [lineComment(`skip when ${step.text}`), `if (${condition}) return undefined;`].join("\n");
}

function forText(step: Extract<StepPlan, { kind: "for" }>, context: JobContext): string {
  const { block, text } = step;
  return [lineComment(`for ${text}`), `for (const ${walked(step, context)}) {`, ...steps(block, context), "}"].join(
    "\n",
  );
}

/** `[n, item] of items.entries()`, `item of items`, `[name, value] of map`. */
function walked({ over, of, first, second }: Extract<StepPlan, { kind: "for" }>, context: JobContext): string {
  const [one, two] = [first, second].map((local) => (local === undefined ? undefined : context.localName(local)));
  const source = expression(of, context);
  if (over === "map") return `${two === undefined ? `[${one ?? ""}]` : `[${one ?? ""}, ${two}]`} of ${source}`;
  if (two === undefined) return `${one ?? "_"} of ${source}`;
  return one === undefined ? `${two} of ${source}.keys()` : `[${two}, ${one}] of ${source}.entries()`;
}

function intoText(step: Extract<StepPlan, { kind: "into" }>, context: JobContext): string {
  const table = destinationsOf(context.job).find((candidate) => candidate.id === step.table);
  if (table === undefined) throw new Error(`the plan fills the table ${step.table}, which its job does not have`);
  const columns = step.columns.map(({ column, value }) => `${propertyName(column)}: ${expression(value, context)},`);
  return [`${context.tableNames(table).list}.push({`, ...columns, "});"].join("\n");
}
