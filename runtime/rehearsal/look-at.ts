import type { Destination } from "../destination.ts";
import type { Job, Table } from "../job.ts";
import type { Cell } from "./cells.ts";
import { compareKey, type KeyDifference } from "./compare-keys.ts";
import { compareRows, type Columns, type RowDifference } from "./compare-rows.ts";
import type { PeriodFacts, ProjectFacts } from "./facts.ts";
import type { Refusal, Stage } from "./stage.ts";
import type { Expected, ExpectedKey, StoryPlace, TargetValue } from "./story.ts";

export type Failure = { readonly place: StoryPlace } & (
  | { readonly what: "rows"; readonly table: string; readonly differences: readonly RowDifference[] }
  | ({ readonly what: "key"; readonly target: string; readonly key: string } & KeyDifference)
  | { readonly what: "rejected"; readonly key: string; readonly code: string; readonly found: readonly Refusal[] }
);

export type Look = { readonly place: StoryPlace } & (
  | { readonly what: "rows"; readonly rows: readonly Readonly<Record<string, Cell>>[] }
  /** All keys of the target. */
  | { readonly what: "keys"; readonly keys: ReadonlyMap<string, TargetValue> }
  | { readonly what: "rejected"; readonly codes: readonly string[] }
);

export interface Expectation {
  readonly step: Expected & { readonly place: StoryPlace };
  readonly stage: Stage;
  readonly facts: ProjectFacts;
  readonly jobs: readonly Job[];
}

export interface Seen {
  readonly look: Look;
  readonly failure: Failure | undefined;
}

export function lookAt({ step, ...world }: Expectation): Seen {
  const { place } = step;
  switch (step.what) {
    case "rejected":
      return lookAtRefusals(step, place, world.stage);
    case "key":
      return lookAtKey(step, place, world.stage);
    case "rows":
      return lookAtRows(step, place, world);
  }
}

function lookAtRefusals({ key, code }: ExpectedOf<"rejected">, place: StoryPlace, stage: Stage): Seen {
  const found = stage.refusals(key);
  const isThere = found.some((one) => one.code === code);
  const look: Look = { place, what: "rejected", codes: found.map((one) => one.code) };
  return { look, failure: isThere ? undefined : { place, what: "rejected", key, code, found } };
}

type ExpectedOf<What> = Extract<Expected, { readonly what: What }>;

function lookAtKey(expected: ExpectedKey, place: StoryPlace, stage: Stage): Seen {
  const { target, key } = expected;
  const model = stage.model(target);
  if (model.kind !== "keys") throw new Error(`${target} has no keys`);
  const keys = model.keys().flatMap((name) => {
    const value = model.value(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const difference = compareKey(expected, model.value(key));
  const look: Look = { place, what: "keys", keys: new Map(keys) };
  return { look, failure: difference && { place, what: "key", target, key, ...difference } };
}

function lookAtRows(
  { name, target, schema, table, rows }: ExpectedOf<"rows">,
  place: StoryPlace,
  { stage, facts, jobs }: Omit<Expectation, "step">,
): Seen {
  const model = stage.model(target);
  if (model.kind !== "tables") throw new Error(`${target} has no tables`);
  const actual = model.rows(schema, table);
  const columns = columnsOf({ target, schema, table }, facts, jobs);
  const differences = compareRows(rows, actual, columns);
  const look: Look = { place, what: "rows", rows: actual.map((row) => Object.fromEntries(row)) };
  return { look, failure: differences.length === 0 ? undefined : { place, what: "rows", table: name, differences } };
}

interface TableName {
  readonly target: string;
  readonly schema: string | undefined;
  readonly table: string;
}

/** All columns that jobs write there, those of periods included. */
function columnsOf(name: TableName, { jobs: facts }: ProjectFacts, jobs: readonly Job[]): Columns {
  const all = jobs.flatMap((job, index) =>
    job.tables.flatMap((destination, at) => {
      const known = facts[index]?.destinations[at];
      return known?.kind === "table" && isNamed(destination, name)
        ? [...known.columns, ...periodColumns(known.period)]
        : [];
    }),
  );
  return new Map(all.map((column) => [column.name, column]));
}

function isNamed(destination: Destination, { target, schema, table }: TableName): boolean {
  if (!isTable(destination)) return false;
  return destination.target === target && destination.schema === schema && destination.table === table;
}

function isTable(destination: Destination): destination is Table {
  return "schema" in destination;
}

function periodColumns(period: PeriodFacts | undefined) {
  if (period === undefined) return [];
  const times = [period.from, period.to].map((name) => {
    return { name, type: { kind: "timestamptz" as const }, sensitive: false };
  });
  const { current } = period;
  return current === undefined
    ? times
    : [...times, { name: current, type: { kind: "boolean" as const }, sensitive: false }];
}
