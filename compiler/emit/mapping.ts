import type { StepPlan, TablePlan } from "../plan/ir.ts";
import { functionDeclaration, type Declaration, type Property } from "./declarations.ts";
import { expression } from "./expression.ts";
import type { JobContext } from "./job-context.ts";
import { lineComment } from "./literals.ts";
import { propertyName } from "./names.ts";

/** The pure function from a key and its hash to rows. */
export function mappingFunction(context: JobContext): Declaration {
  const { job, names } = context;
  return functionDeclaration({
    doc: job.doc,
    exported: true,
    name: names.map,
    parameters: parameters(context),
    returns: names.rowsType,
    body: [...job.tables.map((table) => emptyList(table, context)), ...steps(job.body, context), result(context)],
  });
}

/** Those behind the last one in use are left out; an unused one before it is marked by an underscore. */
function parameters(context: JobContext): readonly Property[] {
  const { uses, names } = context;
  const all = [
    { name: "key", type: names.keyType, used: uses.key || uses.captures.size > 0 },
    { name: "hash", type: names.hashType, used: uses.fields },
    { name: "now", type: "Instant", used: uses.now },
  ];
  const kept = all.slice(0, all.findLastIndex((parameter) => parameter.used) + 1);
  if (kept.length === all.length) context.imports.type("Instant");
  return kept.map(({ name, type, used }) => ({ name: used ? name : `_${name}`, type }));
}

function emptyList(table: TablePlan, context: JobContext): string {
  const { list, rowType } = context.tableNames(table);
  return `const ${list}: ${rowType}[] = [];`;
}

function result(context: JobContext): string {
  const lists = context.job.tables.map((table) => {
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

function intoText(step: Extract<StepPlan, { kind: "into" }>, context: JobContext): string {
  const table = context.job.tables.find((candidate) => candidate.id === step.table);
  if (table === undefined) throw new Error(`the plan fills the table ${step.table}, which its job does not have`);
  const columns = table.columns.map((column) => `${propertyName(column.name)}: ${expression(column.value, context)},`);
  return [`${context.tableNames(table).list}.push({`, ...columns, "});"].join("\n");
}
