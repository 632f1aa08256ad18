import type { DeliveryPlan, JobPlan, PatternPlan } from "../plan/ir.ts";
import type { TableStatements } from "../sql/statements.ts";
import { constant, importDeclaration, objectLiteral, type Declaration } from "./declarations.ts";
import { expression, madeOnce } from "./expression.ts";
import { jobInterfaces } from "./interfaces.ts";
import { destinationsOf, jobContext, type JobContext } from "./job-context.ts";
import { patternForms } from "./key-pattern.ts";
import { latin1Literal, regexLiteral, stringLiteral, templateLiteral } from "./literals.ts";
import { mappingFunction } from "./mapping.ts";
import { memberScript } from "./member-script.ts";
import { ownerKeyFunction } from "./owner-key.ts";
import { readProperties } from "./reads.ts";
import { ownerType } from "./owner.ts";
import { redisTableConstant } from "./redis-table.ts";
import { valueParameter } from "./value-parameter.ts";
import { readsOwners, rowValuesFunction, tableConstant } from "./table.ts";

export interface JobModule {
  readonly declarations: readonly Declaration[];
}

/** One module a job. `sql` holds the statements of its tables, in their order. */
export function jobModule(job: JobPlan, sql: readonly TableStatements[]): JobModule {
  const context = jobContext(job);
  // Columns are named most often, so theirs are the plain names.
  for (const { columns } of [...job.tables, ...job.keys]) for (const { value } of columns) expression(value, context);
  const types = [...jobInterfaces(context), ...job.tables.map((table) => ownerType(table, context))];
  const mapping = mappingFunction(context);
  const keyFunctions = job.tables.flatMap((table, index) =>
    readsOwners(statementsAt(sql, index)) ? [ownerKeyFunction(table, context)] : [],
  );
  const values = job.tables.map((table, index) => rowValuesFunction(table, statementsAt(sql, index), context));
  const tables = [
    ...job.tables.map((table, index) => tableConstant(table, statementsAt(sql, index), context)),
    ...job.keys.map((key) => redisTableConstant(key, context)),
  ];
  const exported = jobConstant(context);
  const sites = constant({ name: "at", value: context.sites.object(job.place.file, context.imports) });
  const pattern = constant({ name: "pattern", value: regexLiteral(patternForms(job.pattern).regexSource) });
  const constants = context.constants.all.map(({ name, value }) => constant({ name, value: madeOnce(value, context) }));
  const imports = importDeclaration(context.imports.specifiers(), "rdi/runtime");
  return {
    declarations: [
      imports,
      sites,
      pattern,
      ...constants,
      ...types,
      mapping,
      ...keyFunctions,
      ...values,
      ...tables,
      exported,
    ],
  };
}

function statementsAt(sql: readonly TableStatements[], index: number): TableStatements {
  const statements = sql[index];
  if (statements === undefined) throw new Error("a table of the plan has no statements");
  return statements;
}

function jobConstant(context: JobContext): Declaration {
  const { job, names, imports } = context;
  const tables = destinationsOf(job).map((table) => context.tableNames(table).constant);
  const delivery = deliveryOf(job.delivery).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const properties = [
    `name: ${stringLiteral(job.name)}`,
    `site: ${stringLiteral(`${job.place.file}:${job.place.line}`)}`,
    `pattern: ${patternObject(job.pattern)}`,
    ...readProperties(context),
    ...(job.memberwise.length > 0 ? [`members: { text: ${templateLiteral(memberScript(job.read.kind))} }`] : []),
    `map: ${names.map}`,
    `tables: [${tables.join(", ")}]`,
    `delivery: { ${delivery.join(", ")} }`,
  ];
  const lookups = job.lookups.length === 0 ? [] : [names.lookupsType];
  const types = [names.keyType, valueParameter(context).type, names.rowsType, ...lookups];
  const type = `${imports.type("Job")}<${types.join(", ")}>`;
  return constant({ exported: true, name: names.constant, type, value: objectLiteral(properties) });
}

/** What holds nothing back is left out. */
function deliveryOf({ settle, rate, ...always }: DeliveryPlan): readonly (readonly [string, string | number])[] {
  const limits = Object.entries({ settle, rate }).filter(([, value]) => value > 0);
  return [...Object.entries(always), ...limits];
}

function patternObject(pattern: PatternPlan): string {
  const { prefix, glob } = patternForms(pattern);
  return `{ text: ${stringLiteral(pattern.text)}, regex: pattern, prefix: ${latin1Literal(prefix)}, glob: ${latin1Literal(glob)} }`;
}
