import type { JsonSchema } from "./definition.ts";
import { COUNT, listOf, objectOf, orNull, TEXT, YES_OR_NO } from "./json-schema.ts";

/** What commands on running systems print with `--json`; runtime/operate and runtime/verify say more of each property. */

const MOMENT: JsonSchema = { type: "number", description: "ms since 1970" };
const AGE: JsonSchema = { ...orNull({ type: "number" }), description: "ms; null where nothing waits" };
const BYTES: JsonSchema = { ...orNull(COUNT), description: "null where the user may not ask" };

/** A refusal in place of what was asked for. */
const ERROR = objectOf({ error: objectOf({ code: TEXT, message: TEXT, hint: TEXT }) });

function orError(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, ERROR] };
}

function routesOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return objectOf({ routes: listOf(objectOf({ route: TEXT, ...properties })) });
}

const SWEEP = objectOf(
  {
    cause: TEXT,
    phase: { enum: ["keys", "count", "rows", "waiting", "draining", "done"] },
    began: MOMENT,
    at: MOMENT,
    keys: { ...COUNT, description: "named so far" },
    share: { type: "number", description: "of Redis looked through, from 0 to 1" },
    perSecond: { ...COUNT, description: "keys, or owners of rows, that this phase looks at" },
  },
  { left: { ...COUNT, description: "ms that this phase will still take, about" }, missing: COUNT, owners: COUNT },
);

const LANE = objectOf({ lane: COUNT, owner: orNull(TEXT), state: TEXT, entries: COUNT, lag: AGE });

const ROUTE = objectOf({
  route: TEXT,
  job: TEXT,
  target: TEXT,
  lag: AGE,
  entries: COUNT,
  perSecond: { type: "number", description: "keys" },
  deadLetters: COUNT,
  parked: COUNT,
  lastError: orNull(objectOf({ time: MOMENT, message: TEXT }, { code: TEXT })),
  sweep: objectOf({
    state: { enum: ["none", "needed", "running", "waiting"] },
    cause: orNull(TEXT),
    progress: orNull(SWEEP),
  }),
  lanes: listOf(LANE),
  stream: objectOf({
    bytes: { ...COUNT, description: "of the changes that wait" },
    budget: COUNT,
    overflows: { ...COUNT, description: "times that what waited was dropped for a sweep to find" },
  }),
  bytes: orNull(objectOf({ streams: COUNT, deadLetters: COUNT, parked: COUNT, state: COUNT, total: COUNT })),
});

const SOURCE = objectOf({
  address: TEXT,
  software: orNull(TEXT),
  version: orNull(TEXT),
  role: orNull(TEXT),
  evictionPolicy: orNull(TEXT),
  lanes: COUNT,
  capture: objectOf({ mode: TEXT, guarantee: TEXT, owner: orNull(TEXT) }),
  identity: orNull(TEXT),
});

const TARGET = objectOf({
  name: TEXT,
  system: TEXT,
  address: orNull(TEXT),
  reachable: YES_OR_NO,
  problem: orNull(TEXT),
  checkpoints: listOf(
    objectOf({ route: TEXT, lane: COUNT, epoch: TEXT, seq: TEXT, release: TEXT, updatedAt: orNull(TEXT) }),
  ),
});

export const STATUS_SCHEMA = orError(
  objectOf({
    project: TEXT,
    time: MOMENT,
    source: SOURCE,
    targets: listOf(TARGET),
    routes: listOf(ROUTE),
    bytes: BYTES,
    attention: {
      ...listOf(objectOf({ code: orNull(TEXT), route: orNull(TEXT), message: TEXT, hint: TEXT })),
      description: "what a person should look at; empty when all is well",
    },
  }),
);

const LETTER = objectOf(
  { route: TEXT, key: TEXT, code: TEXT, message: TEXT, attempts: COUNT, firstTime: MOMENT, lastTime: MOMENT },
  { site: TEXT, found: TEXT, value: { type: "object", additionalProperties: orNull(TEXT) } },
);

export const LETTERS_SCHEMA = orError(
  objectOf({
    letters: listOf(LETTER),
    more: { ...YES_OR_NO, description: "whether the limit left some out" },
  }),
);

export const LETTER_SCHEMA = orError(objectOf({ letters: listOf(LETTER) }));

export const LETTER_COUNTS_SCHEMA = orError(
  routesOf({ letters: COUNT, passedOver: { ...COUNT, description: "changed meanwhile, and left alone" } }),
);

export const BACKFILL_SCHEMA = orError({
  anyOf: [
    routesOf({ asked: { ...YES_OR_NO, description: "false where nothing was loaded yet" } }),
    objectOf({
      routes: listOf(objectOf({ route: TEXT, done: YES_OR_NO, worked: YES_OR_NO }, { sweep: SWEEP })),
    }),
  ],
});

export const VERIFY_SCHEMA = objectOf({
  project: TEXT,
  equal: YES_OR_NO,
  routes: listOf(
    objectOf({
      route: TEXT,
      keys: COUNT,
      rows: COUNT,
      owners: COUNT,
      differing: COUNT,
      repaired: COUNT,
      rejected: COUNT,
      parked: COUNT,
      frozen: COUNT,
      changing: COUNT,
      waiting: COUNT,
      braked: COUNT,
      seconds: { type: "number" },
      notCompared: listOf(objectOf({ table: TEXT, column: orNull(TEXT), reason: TEXT })),
      differences: listOf(
        objectOf({
          key: TEXT,
          kind: { enum: ["column", "missing_row", "stray_row", "gone_key"] },
          table: TEXT,
          column: orNull(TEXT),
          stored: orNull(TEXT),
          wanted: orNull(TEXT),
          row: orNull(TEXT),
          repaired: YES_OR_NO,
        }),
      ),
    }),
  ),
});

export const RESUME_SCHEMA = orError(
  objectOf({ routes: { ...listOf(TEXT), description: "JOB.TARGET of each sweep that may go on" } }),
);
