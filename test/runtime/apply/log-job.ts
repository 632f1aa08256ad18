/** A job that appends a row for each observed change: `visit:{n}` into `log`, whose removals append one too. */
import type { Job, Table } from "../../../runtime/job.ts";
import * as postgres from "../../../runtime/sinks/postgres/arrays.ts";
import { decodeText, required, sites, type Instant, type Raw } from "../../../runtime/values/index.ts";
import { DELIVERY, hashScript } from "./customers-job.ts";

const at = sites("log.rdi", { n: 3, name: 4 });

interface LogKey {
  readonly n: Raw;
}

interface LogValue {
  readonly name: Raw | null;
}

interface LogRow {
  readonly n: string;
  readonly name: string | null;
  readonly seen: Instant;
}

interface LogRows {
  readonly log: readonly LogRow[];
}

export const LOG_DDL = "create table log (n text not null, name text, seen timestamptz not null)";

const table: Table<LogKey, LogRows, LogRow> = {
  target: "warehouse",
  schema: undefined,
  table: "log",
  site: "log.rdi:2",
  mode: "append",
  columns: [
    { name: "n", type: "text", notNull: true, sensitive: false },
    { name: "name", type: "text", notNull: false, sensitive: false },
    { name: "seen", type: "timestamptz", notNull: true, sensitive: false },
  ],
  filled: [],
  key: [],
  owner: [],
  rowsOf: (rows) => rows.log,
  ownerOf: () => ({}),
  identityOf: () => "",
  contentOf: () => "",
  goneRow: (key, now) => ({ n: numberOf(key), name: null, seen: now }),
  writes: [
    {
      name: "log_append",
      text: "INSERT INTO log (n, name, seen) SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])",
      values: (rows) => [
        postgres.text(rows.map(({ n }) => n)),
        postgres.text(rows.map(({ name }) => name)),
        postgres.timestamptz(rows.map(({ seen }) => seen)),
      ],
    },
  ],
  insert: undefined,
  removals: [],
  moved: [],
  collisions: undefined,
  owners: undefined,
};

export function logJob(batch = 7): Job {
  const job: Job<LogKey, LogValue, LogRows> = {
    name: "log",
    site: "log.rdi:1",
    pattern: { text: "visit:{n}", regex: /^visit:([^:]+)$/, prefix: "visit:", glob: "visit:*" },
    captures: (capture) => ({ n: capture(1) }),
    read: { text: hashScript(["name"]), sensitive: [] },
    value: (part) => ({ name: part(0) }),
    lookups: {},
    map: (key, { name }, now) => ({ log: [{ n: numberOf(key), name: decodeText(name, at.name), seen: now }] }),
    tables: [table],
    delivery: { ...DELIVERY, batch, wait: 0 },
  };
  return job as unknown as Job;
}

function numberOf({ n }: LogKey): string {
  return required(decodeText(n, at.n), at.n);
}
