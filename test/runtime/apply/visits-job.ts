/** A job `visit:{n}` with the fields `code` and `name`, whose mapping and lookups a test chooses. */
import { readScript } from "../../../compiler/emit/read-script.ts";
import type { Delivery, Job, LookupReader, LookupScript, Table } from "../../../runtime/job.ts";
import type { Instant, Raw } from "../../../runtime/values/index.ts";
import { DELIVERY } from "./customers-job.ts";

export interface VisitKey {
  readonly n: Raw;
}

export interface Visit {
  readonly code: Raw | null;
  readonly name: Raw | null;
}

export interface VisitRows {
  readonly visits: readonly object[];
  readonly log: readonly object[];
}

export type VisitLookups = Readonly<Record<string, LookupReader>>;

export interface VisitsParts {
  readonly map: (
    visit: Visit,
    lookups: VisitLookups,
    at: { readonly key: VisitKey; readonly now: Instant },
  ) => Partial<VisitRows> | undefined;
  readonly lookups?: Readonly<Record<string, LookupScript>>;
  /** `log` appends. */
  readonly tables?: readonly ("visits" | "log")[];
  readonly gone?: (key: VisitKey, now: Instant) => object;
  readonly delivery?: Partial<Delivery>;
}

export function visitsJob({ map, lookups = {}, tables = ["visits"], gone, delivery }: VisitsParts): Job {
  const all = { visits: visitsTable(), log: logTable(gone) };
  const job: Job<VisitKey, Visit, VisitRows, VisitLookups> = {
    name: "customers",
    site: "visits.rdi:1",
    pattern: { text: "visit:{n}", regex: /^visit:([^:]+)$/, prefix: "visit:", glob: "visit:*" },
    captures: (capture) => ({ n: capture(1) }),
    read: { text: readScript({ kind: "hash", members: [["code"], ["name"]], expiry: false }), sensitive: [] },
    value: (part) => ({ code: part(0), name: part(1) }),
    map: (key, visit, now, asked) => {
      const rows = map(visit, asked, { key, now });
      return rows && { visits: [], log: [], ...rows };
    },
    lookups,
    tables: tables.map((name) => all[name]),
    delivery: { ...DELIVERY, ...delivery },
  };
  return job as unknown as Job;
}

export function hashLookup(fields: readonly string[], cached?: number): LookupScript {
  const members = fields.map((field) => [field]);
  return {
    cached,
    read: readScript({ kind: "hash", members, expiry: false }),
    value: (part) => Object.fromEntries(fields.map((field, at) => [field, part(at)])),
    probe: undefined,
  };
}

const NO_STATEMENTS = {
  filled: [],
  columns: [],
  writes: [],
  insert: undefined,
  removals: [],
  moved: [],
  collisions: undefined,
  owners: undefined,
};

function visitsTable(): Table<VisitKey, VisitRows> {
  return {
    ...NO_STATEMENTS,
    target: "warehouse",
    schema: undefined,
    table: "visits",
    site: "visits.rdi:2",
    mode: "upsert",
    key: ["n"],
    owner: ["n"],
    rowsOf: (rows) => rows.visits,
    ownerOf: (key, now, gone) => ({ n: String(key.n), now, gone }),
    identityOf: (row) => String((row as { readonly n: unknown }).n),
    contentOf: (row) => JSON.stringify(row),
  };
}

function logTable(gone: VisitsParts["gone"]): Table<VisitKey, VisitRows> {
  return {
    ...NO_STATEMENTS,
    target: "warehouse",
    schema: undefined,
    table: "log",
    site: "visits.rdi:9",
    mode: "append",
    key: [],
    owner: [],
    rowsOf: (rows) => rows.log,
    ownerOf: () => ({}),
    identityOf: () => never(),
    contentOf: () => never(),
    ...(gone === undefined ? {} : { goneRow: gone }),
  };
}

function never(): never {
  throw new Error("appended rows are not compared");
}
