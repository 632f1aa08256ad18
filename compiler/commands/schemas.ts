import type { JsonSchema } from "./definition.ts";
import { COUNT, listOf, objectOf, orNull, TEXT } from "./json-schema.ts";

/** What `--json` prints, as JSON Schema. Properties may be added without notice; those that are here stay. */

const TEXTS: JsonSchema = listOf(TEXT);

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

const DIAGNOSTIC_PARTS = {
  diagnostic: DIAGNOSTIC,
  position: objectOf({ line: ONE_OR_MORE, column: ONE_OR_MORE }),
  related: objectOf({ ...PLACE, label: TEXT }),
  fix: objectOf({ edits: listOf(objectOf({ ...PLACE, text: TEXT })) }),
} as const;

export const DIAGNOSTICS_SCHEMA: JsonSchema = {
  ...objectOf({
    diagnostics: listOf({ $ref: "#/$defs/diagnostic" }),
    files: { ...TEXTS, description: "what was written: by --fix the files that changed, by a build all of its output" },
  }),
  $defs: DIAGNOSTIC_PARTS,
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

const LINE = { file: TEXT, line: ONE_OR_MORE } as const;
const CELL: JsonSchema = { ...orNull(TEXT), description: "a value's text; of a sensitive column ***" };
const SHOWN_CELL = objectOf({ column: TEXT, type: TEXT, value: CELL });
/** `site` only where a line of the text is at fault. */
const REFUSALS: JsonSchema = listOf(objectOf({ route: TEXT, code: TEXT, message: TEXT }, { site: TEXT }));

const ROW_DIFFERENCE: JsonSchema = {
  oneOf: [
    objectOf({
      kind: { const: "different" },
      place: objectOf(LINE),
      cells: listOf(objectOf({ column: TEXT, type: TEXT, expected: CELL, actual: CELL, same: { type: "boolean" } })),
    }),
    objectOf({ kind: { const: "missing" }, place: objectOf(LINE), cells: listOf(SHOWN_CELL) }),
    objectOf({ kind: { const: "unexpected" }, cells: listOf(SHOWN_CELL) }),
  ],
};

const PART = objectOf({
  part: { ...orNull(TEXT), description: "its name; null for a value that has no parts" },
  type: TEXT,
  expected: { ...CELL, description: "null where there is to be none; of a sensitive value ***" },
  actual: { ...CELL, description: "null where there is none" },
  same: { type: "boolean" },
});

const FAILURE: JsonSchema = {
  oneOf: [
    objectOf({ place: objectOf(LINE), what: { const: "rows" }, table: TEXT, differences: listOf(ROW_DIFFERENCE) }),
    objectOf({
      place: objectOf(LINE),
      what: { const: "key" },
      target: TEXT,
      key: TEXT,
      expected: { ...orNull(TEXT), description: "the kind; null where the key is to be absent" },
      actual: { ...orNull(TEXT), description: "the kind; null where the key is absent" },
      parts: { ...listOf(PART), description: "fields, members, entries; none where the kinds differ" },
    }),
    objectOf({ place: objectOf(LINE), what: { const: "rejected" }, key: TEXT, code: TEXT, found: REFUSALS }),
  ],
};

export const TEST_SCHEMA: JsonSchema = {
  ...objectOf({
    version: { const: 1, description: "rises when something is renamed, removed or changes its meaning" },
    passed: COUNT,
    failed: COUNT,
    projects: listOf(objectOf({ project: TEXT, tests: listOf({ $ref: "#/$defs/test" }) })),
    diagnostics: listOf({ $ref: "#/$defs/diagnostic" }),
  }),
  $defs: {
    test: objectOf({
      title: TEXT,
      ...LINE,
      passed: { type: "boolean" },
      milliseconds: { type: "number" },
      failures: listOf(FAILURE),
      rejected: {
        ...listOf(objectOf({ key: TEXT, refusals: REFUSALS })),
        description: "keys that were rejected or parked at the end of a test that failed",
      },
    }),
    ...DIAGNOSTIC_PARTS,
  },
};
