/** Whole scripts of `rdi ddl`: what is made in which order, what two jobs need of one table, and what a lock file leaves to be done. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze } from "../../../compiler/compile.ts";
import type { Plan } from "../../../compiler/plan/ir.ts";
import { knownTables, type SchemaLock } from "../../../compiler/schema/lock.ts";
import { ddlScript } from "../../../compiler/sql/ddl-script.ts";
import type { Table } from "../../../runtime/job.ts";
import type { OwnTableText } from "../../../runtime/introspect.ts";
import { operationsOf } from "../../../runtime/sinks/table-operations.ts";

const HEAD = `source redis { url: env("REDIS_URL") }
target db: postgres { url: env("DB_URL"), schema: "shop" }
target plain: postgres { url: env("PLAIN_URL") }
`;

const postgres = await operationsOf("postgres");

function planOf(jobs: string): Plan {
  const { plan, diagnostics } = analyze([{ path: "shop.rdi", text: HEAD + jobs }], "shop");
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics.map(({ code, label }) => [code, label])));
  return plan;
}

/** Without the worker's own tables, unless they are asked for. */
function script(jobs: string, { name = "db", lock, own = false }: Wanted = {}): string {
  const plan = planOf(jobs);
  const target = plan.targets.filter((one) => one.system !== "redis").find((one) => one.name === name);
  if (target === undefined) throw new Error(`there is no target ${name}`);
  const tables = plan.jobs.flatMap((job) => job.tables.filter((table) => table.target === name));
  const known = lock === undefined ? undefined : knownTables(lock);
  return ddlScript({ plan, target, own: own ? ownTexts(target.schema, tables) : [], known }) ?? "";
}

function ownTexts(schema: string | undefined, tables: readonly Pick<Table, "mode">[]): readonly OwnTableText[] {
  return postgres.ownTables(schema).filter((own) => own.isNeededBy(tables));
}

interface Wanted {
  readonly name?: string;
  readonly lock?: SchemaLock;
  readonly own?: boolean;
}

const ORDERS = `/// Orders, with what was ordered.
job orders {
  from json "order:{id:uuid}"
  /// One row an order; it's whole.
  into db.orders key (id) {
    id: uuid = @id
    /// Who
    /// ordered.
    customer: bigint not null = customer.id
    Total: numeric(12,2) = total
  }
  for item, n in items {
    into db.archive.items key (nr, sku) { nr: int = n, sku: varchar(20) not null = item.sku, redis_key: text not null = @key }
  }
}
/// What it cost.
job prices {
  from hash "price:{sku}"
  history into db.prices key (sku) period (since, until, current) { sku: text = @sku, price: numeric(10,2) not null }
}
job log {
  from hash "entry:{id:int}"
  append into db.log { id: bigint = @id, raw: json = @value, payload: bytes }
}`;

test("schemas come first, then the tables in the order of the text, then the worker's own", () => {
  assert.is(
    script(ORDERS, { own: true }),
    `-- Target db

CREATE SCHEMA IF NOT EXISTS shop;
CREATE SCHEMA IF NOT EXISTS archive;

CREATE TABLE shop.orders (
  id       uuid NOT NULL,
  customer bigint NOT NULL,
  "Total"  numeric(12,2),
  PRIMARY KEY (id)
);
COMMENT ON TABLE shop.orders IS 'One row an order; it''s whole.';
COMMENT ON COLUMN shop.orders.customer IS 'Who
ordered.';

CREATE TABLE archive.items (
  nr        integer NOT NULL,
  sku       varchar(20) COLLATE "C" NOT NULL,
  redis_key text COLLATE "C" NOT NULL,
  PRIMARY KEY (nr, sku)
);
CREATE INDEX ON archive.items (redis_key);

CREATE TABLE shop.prices (
  sku     text COLLATE "C" NOT NULL,
  price   numeric(10,2) NOT NULL,
  since   timestamptz NOT NULL,
  until   timestamptz,
  current boolean NOT NULL,
  PRIMARY KEY (sku, since)
);
CREATE UNIQUE INDEX ON shop.prices (sku) WHERE until IS NULL;
COMMENT ON TABLE shop.prices IS 'What it cost.';

CREATE TABLE shop.log (
  id      bigint,
  raw     json,
  payload bytea
);

-- The worker's own tables: it makes them by itself where its user may.
${ownText("db", ["upsert", "append"])}
`,
  );
});

function ownText(target: string, modes: readonly ("upsert" | "append")[]): string {
  const schema = target === "db" ? "shop" : undefined;
  return ownTexts(
    schema,
    modes.map((mode) => ({ mode })),
  )
    .map(({ create }) => create)
    .join("\n");
}

const TWO_JOBS = `job cats {
  from hash "cat:{id:int}"
  into plain.pets key (kind, id) { kind: text = "cat", id: int = @id, name: varchar(20) not null, weight: numeric(5,2), lives: int not null = 9 }
}
job dogs {
  from hash "dog:{id:bigint}"
  into plain.pets key (kind, id) { kind: text = "dog", id: bigint = @id, name: varchar(30) not null, weight: numeric(8,3), owner: text not null }
}`;

test("a table of two jobs has the columns of both, and refuses nothing that either of them writes", () => {
  assert.is(
    script(TWO_JOBS, { name: "plain" }),
    `-- Target plain

CREATE TABLE pets (
  kind   text COLLATE "C" NOT NULL,
  id     bigint NOT NULL,
  name   varchar(30) NOT NULL,
  weight numeric(8,3),
  lives  integer,
  owner  text,
  PRIMARY KEY (kind, id)
);
`,
  );
});

const LOG = `job log { from hash "entry:{id:int}" append into db.log { id: bigint = @id } }
job things { from hash "t:{id:int}" into db.things key (id) { id: bigint = @id } }`;

function lockOf(tables: readonly string[], own: SchemaLock["targets"][number]["own"]): SchemaLock {
  const column = {
    ...{ name: "id", type: "bigint", domain: undefined, notNull: false, filled: false, default: undefined },
    ...{ generated: undefined, identity: undefined, collation: undefined, exact: true },
  };
  const described = tables.map((table) => ({
    ...{ schema: "shop", table, kind: "table" as const, foundIn: undefined, near: [], foreignKeys: [], indexes: [] },
    columns: [column],
  }));
  return { targets: [{ name: "db", system: "postgres", tables: described, own }] };
}

test("with a lock file only what is missing is printed, and a table that it does not know is marked", () => {
  const text = script(LOG, { lock: lockOf(["log"], []), own: true });
  assert.is(
    text,
    `-- Target db

-- The lock file does not know shop.things: run rdi introspect to see whether it is there.
CREATE TABLE shop.things (
  id bigint NOT NULL,
  PRIMARY KEY (id)
);

-- The worker's own tables: it makes them by itself where its user may.
${ownText("db", ["append"])}
`,
  );
});

test("an older table of the worker's own is brought up to date, and one that is there is left alone", () => {
  const [checkpoint, gaps] = ownTexts("shop", [{ mode: "append" }]);
  if (checkpoint === undefined || gaps === undefined) throw new Error("there are two");
  const older = checkpoint.columns.filter((column) => column !== "appended");
  const lock = lockOf(["log"], [{ table: "rdi_checkpoint", columns: older }, { ...gaps }]);
  const [, , text] = script(LOG.split("\n")[0] ?? "", { lock, own: true }).split("\n", 3);
  assert.match(text ?? "", "The worker's own tables");
  const all = script(LOG.split("\n")[0] ?? "", { lock, own: true });
  assert.match(all, "ADD COLUMN IF NOT EXISTS appended");
  assert.not.match(all, "CREATE");
  const current = lockOf(["log"], [{ ...checkpoint }, { ...gaps }]);
  assert.is(script(LOG.split("\n")[0] ?? "", { lock: current, own: true }), "-- Target db: nothing is missing.\n");
});

test("no gaps are kept where nothing keeps a past", () => {
  assert.equal(
    ownTexts(undefined, [{ mode: "upsert" }]).map(({ table }) => table),
    ["rdi_checkpoint"],
  );
});

test("a target that no job writes to has no script", () => {
  assert.is(script(ORDERS, { name: "plain", own: true }), "");
});

test.run();
