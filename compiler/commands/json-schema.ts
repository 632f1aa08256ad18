import type { JsonSchema } from "./definition.ts";

/** What schemas of `--json` are made of. */
export const TEXT: JsonSchema = { type: "string" };
export const COUNT: JsonSchema = { type: "integer", minimum: 0 };
export const YES_OR_NO: JsonSchema = { type: "boolean" };

export function listOf(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** All properties are always there, but those that are named as optional. */
export function objectOf(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  return { type: "object", required: Object.keys(properties), properties: { ...properties, ...optional } };
}

export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "null" }] };
}
