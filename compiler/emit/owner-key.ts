import type { OwnerPlan, TablePlan } from "../plan/ir.ts";
import { functionDeclaration, type Declaration } from "./declarations.ts";
import { captureNames } from "./interfaces.ts";
import type { JobContext } from "./job-context.ts";
import { bytesOf } from "../keys/pattern-automaton.ts";
import { latin1Literal, latin1Template } from "./literals.ts";
import { camelCase, moduleScope } from "./names.ts";

/** The owner columns that the target's statements return: constants are known without them. */
export function storedOwners(table: TablePlan): readonly OwnerPlan[] {
  return table.owner.filter((owner) => owner.from.kind !== "constant");
}

/**
 * A function from stored owner columns to the Redis key that stands for them. Captures are compared with what the pattern finds in the
 * key that was put together: a text with a separator in it would otherwise be taken for another key's.
 */
export function ownerKeyFunction(table: TablePlan, context: JobContext): Declaration {
  const owners = storedOwners(table);
  const keyIndex = owners.findIndex((owner) => owner.from.kind === "key");
  const body = keyIndex < 0 ? bodyOverCaptures(table, context) : bodyOverKey(keyIndex, table);
  return functionDeclaration({
    doc: "The key that owns a stored row, from the row's owner columns; undefined when it can't be a key of this job.",
    exported: false,
    name: context.tableNames(table).keyOf,
    parameters: owners.length === 0 ? [] : [{ name: "columns", type: "readonly (string | null)[]" }],
    returns: "string | undefined",
    body,
  });
}

function bodyOverKey(index: number, table: TablePlan): readonly string[] {
  return [`const key = ${storedBytes(index, table)};`, "return pattern.test(key) ? key : undefined;"];
}

function bodyOverCaptures(table: TablePlan, context: JobContext): readonly string[] {
  const owners = storedOwners(table);
  if (owners.length === 0) return [`return ${keyText(context, new Map())};`];
  const scope = moduleScope(["Buffer"]);
  const variables = owners.map(captureOf).map((capture) => ({ capture, name: scope.claim(camelCase(capture)) }));
  const byCapture = new Map(variables.map(({ capture, name }) => [capture, name]));
  const groups = captureNames(context);
  const [only] = variables;
  if (only !== undefined && variables.length === 1 && groups.length === 1) {
    return [
      `const ${only.name} = ${storedBytes(0, table)};`,
      `const key = ${keyText(context, byCapture)};`,
      "return pattern.test(key) ? key : undefined;",
    ];
  }
  const tests = variables.map(({ capture, name }) => `match?.[${groups.indexOf(capture) + 1}] === ${name}`);
  return [
    ...variables.map(({ name }, index) => `const ${name} = ${storedBytes(index, table)};`),
    `const key = ${keyText(context, byCapture)};`,
    "const match = pattern.exec(key);",
    `return ${tests.join(" && ")} ? key : undefined;`,
  ];
}

/** The bytes of a stored owner column. A null becomes an empty text, which no capture matches. */
function storedBytes(index: number, table: TablePlan): string {
  const name = storedOwners(table)[index]?.column;
  const bytes = table.columns.find((column) => column.name === name)?.type.kind === "bytes";
  return `Buffer.from(columns[${index}] ?? ""${bytes ? ', "hex"' : ""}).toString("latin1")`;
}

function captureOf(owner: OwnerPlan): string {
  if (owner.from.kind !== "capture") throw new Error(`the owner column ${owner.column} is no capture`);
  return owner.from.name;
}

/** The key as a template over its captures; a literal where it has none. */
function keyText(context: JobContext, variables: ReadonlyMap<string, string>): string {
  const { parts } = context.job.pattern;
  if (variables.size === 0)
    return latin1Literal(parts.map((part) => (part.kind === "literal" ? bytesOf(part.text) : "")).join(""));
  const pieces = parts.map((part) =>
    part.kind === "literal" ? latin1Template(bytesOf(part.text)) : `\${${variables.get(part.name)}}`,
  );
  return `\`${pieces.join("")}\``;
}
