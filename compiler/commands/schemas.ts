import type { JsonSchema } from "./definition.ts";

/** What `--json` prints, as JSON Schema. Properties may be added without notice; those that are here stay. */

const TEXT: JsonSchema = { type: "string" };
const TEXTS: JsonSchema = listOf(TEXT);

function listOf(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** All properties are always there. */
function objectOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", required: Object.keys(properties), properties };
}

function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "null" }] };
}

const POSITION: JsonSchema = { $ref: "#/$defs/position" };
const PLACE = { file: TEXT, start: POSITION, end: POSITION } as const;
const ONE_OR_MORE: JsonSchema = { type: "integer", minimum: 1 };

const DIAGNOSTIC = objectOf({
  ...PLACE,
  code: { type: "string", pattern: "^RDI[0-9]{4}$" },
  severity: { enum: ["error", "warning"] },
  title: TEXT,
  label: { ...TEXT, description: "what is wrong at this place" },
  details: { ...TEXTS, description: "what the compiler knows" },
  hint: { ...orNull(TEXT), description: "what to type" },
  related: { ...listOf({ $ref: "#/$defs/related" }), description: "places that say why" },
  fix: { ...orNull({ $ref: "#/$defs/fix" }), description: "a correction that is certain: all its edits together" },
});

export const DIAGNOSTICS_SCHEMA: JsonSchema = {
  ...objectOf({
    diagnostics: listOf({ $ref: "#/$defs/diagnostic" }),
    files: { ...TEXTS, description: "what was written: by --fix the files that changed, by a build all of its output" },
  }),
  $defs: {
    diagnostic: DIAGNOSTIC,
    position: objectOf({ line: ONE_OR_MORE, column: ONE_OR_MORE }),
    related: objectOf({ ...PLACE, label: TEXT }),
    fix: objectOf({ edits: listOf(objectOf({ ...PLACE, text: TEXT })) }),
  },
};

const LIKE = { code: TEXT, title: TEXT, explanation: TEXT } as const;

export const EXPLAIN_SCHEMA: JsonSchema = {
  oneOf: [
    objectOf({
      ...LIKE,
      of: { const: "compiler" },
      severity: { enum: ["error", "warning"] },
      bad: { ...TEXT, description: "an example that is answered with this code" },
      good: TEXT,
    }),
    objectOf({
      ...LIKE,
      of: { const: "worker" },
      kind: { enum: ["startup", "dead_letter", "parked", "halt", "brake", "handover"] },
      exit: orNull({ type: "integer" }),
      action: { ...TEXT, description: "what to do" },
      example: TEXT,
    }),
  ],
};

export const RESUME_SCHEMA = objectOf({
  routes: { ...TEXTS, description: "JOB.TARGET of each sweep that may go on" },
});
