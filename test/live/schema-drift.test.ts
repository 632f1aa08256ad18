/**
 * A schema that drifts: the lock file shows it, `rdi check` says it where it would be corrected, and `rdi ddl` prints what closes it without a
 * loss.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { freshDatabase, postgresServer, type TestDatabase } from "../support/postgres.ts";
import { jobProject, type SchemaProject } from "../support/schema-project.ts";

const JOBS = `
job cards {
  from hash "card:{shop}:{nr:int}"
  into db.cards key (shop, nr) {
    shop: text = @shop
    nr: int = @nr
    holder: varchar(60)
    worth: numeric(12,2)
    seen: timestamptz
  }
}
job prices {
  from hash "price:{sku}"
  history into db.prices key (sku) period (since, until, current) { sku: text = @sku, price: numeric(10,2) not null }
}
job log {
  from hash "entry:{id:int}"
  append into db.log { id: bigint = @id, state: json = @value }
}
job notes {
  from hash "note:{id:int}"
  into db.notes key (id) { id: bigint = @id, card: int, deleted_at: timestamptz = null } on delete set { deleted_at: now() }
}`;

interface Drift {
  readonly name: string;
  /** What somebody does to the tables that `rdi ddl` made. */
  readonly change: string;
  /** The code, the place and what is said there. */
  readonly says: RegExp;
  /** What `rdi ddl` prints; nothing but comments where it can't be closed without a loss. */
  readonly prints: string;
  readonly closes: boolean;
}

const drifts: readonly Drift[] = [
  {
    name: "a table dropped",
    change: "DROP TABLE log",
    says: /RDI3003.*\n.*demo\.rdi:20:15\n[^]*no table `shop\.log`/,
    prints: "CREATE TABLE shop.log (\n  id    bigint,\n  state json\n);",
    closes: true,
  },
  {
    name: "a view in a table's place",
    change: "ALTER TABLE notes RENAME TO all_notes; CREATE VIEW notes AS SELECT * FROM all_notes",
    says: /RDI3004.*\n.*demo\.rdi:24:8/,
    prints: "-- shop.notes is not a table, so it can't be changed into one here.",
    closes: false,
  },
  {
    name: "a dropped column",
    change: "ALTER TABLE cards DROP COLUMN holder",
    says: /RDI3005.*\n.*demo\.rdi:9:5\n[^]*no column `holder`/,
    prints: "ALTER TABLE shop.cards ADD COLUMN holder varchar(60);",
    closes: true,
  },
  {
    name: "a dropped column that is not null",
    change: "INSERT INTO prices VALUES ('a', 1, now(), NULL, true); ALTER TABLE prices DROP COLUMN price",
    says: /RDI3005.*\n[^]*no column `price`/,
    prints:
      "ALTER TABLE shop.prices ADD COLUMN price numeric(10,2);\n-- Once every row has a value:\n-- ALTER TABLE shop.prices ALTER COLUMN price SET NOT NULL;",
    closes: true,
  },
  {
    name: "a renamed column",
    change: "ALTER TABLE cards RENAME COLUMN holder TO holders",
    says: /RDI3005.*\n[^]*Did you mean `holders`\?/,
    prints: "ALTER TABLE shop.cards ADD COLUMN holder varchar(60);",
    closes: true,
  },
  {
    name: "a narrowed varchar",
    change: "ALTER TABLE cards ALTER COLUMN holder TYPE varchar(40)",
    says: /RDI3007.*\n.*demo\.rdi:9:13\n[^]*`varchar\(60\)` here, `character varying\(40\)` in the table[^]*Write `varchar\(40\)`/,
    prints: "ALTER TABLE shop.cards ALTER COLUMN holder TYPE varchar(60);",
    closes: true,
  },
  {
    name: "a numeric with fewer digits behind the point",
    change: "ALTER TABLE cards ALTER COLUMN worth TYPE numeric(14,1)",
    says: /RDI3007.*\n.*demo\.rdi:10:12\n[^]*rounded there without a word/,
    prints: "ALTER TABLE shop.cards ALTER COLUMN worth TYPE numeric(15,2);",
    closes: true,
  },
  {
    name: "times without microseconds",
    change: "ALTER TABLE cards ALTER COLUMN seen TYPE timestamptz(0)",
    says: /RDI3007.*\n[^]*Microseconds/,
    prints: "ALTER TABLE shop.cards ALTER COLUMN seen TYPE timestamptz;",
    closes: true,
  },
  {
    name: "another type",
    change: "ALTER TABLE cards ALTER COLUMN seen TYPE text",
    says: /RDI3006.*\n.*demo\.rdi:11:11\n[^]*`timestamptz` here, `text` in the table/,
    prints:
      "-- shop.cards.seen is text, and values may be lost when it becomes timestamptz. If none is:\n-- ALTER TABLE shop.cards ALTER COLUMN seen TYPE timestamptz;",
    closes: false,
  },
  {
    name: "a smaller integer",
    change: "ALTER TABLE log ALTER COLUMN id TYPE smallint",
    says: /RDI3006.*\n[^]*`bigint` here, `smallint` in the table/,
    prints: "ALTER TABLE shop.log ALTER COLUMN id TYPE bigint;",
    closes: true,
  },
  {
    name: "a missing unique index",
    change: "ALTER TABLE cards DROP CONSTRAINT cards_pkey",
    says: /RDI3010.*\n.*demo\.rdi:6:21\n[^]*no unique index on exactly `shop` and `nr`/,
    prints: "CREATE UNIQUE INDEX ON shop.cards (shop, nr);",
    closes: true,
  },
  {
    name: "a unique index on more than the key",
    change: "ALTER TABLE notes DROP CONSTRAINT notes_pkey, ADD PRIMARY KEY (id, card)",
    says: /RDI3010.*\n.*demo\.rdi:24:21\n[^]*exactly `id`[^]*`card` may be null here/,
    prints:
      "-- shop.notes.card may be null in the .rdi file, but its primary key or domain allows no null.\nCREATE UNIQUE INDEX ON shop.notes (id);",
    closes: false,
  },
  {
    name: "a partial unique index",
    change: "ALTER TABLE cards DROP CONSTRAINT cards_pkey; CREATE UNIQUE INDEX half ON cards (shop, nr) WHERE nr > 0",
    says: /RDI3010.*\n[^]*`half` can't be used/,
    prints: "CREATE UNIQUE INDEX ON shop.cards (shop, nr);",
    closes: true,
  },
  {
    name: "a history whose versions can begin at once",
    change: "ALTER TABLE prices DROP CONSTRAINT prices_pkey",
    says: /RDI3010.*\n[^]*exactly `sku` and `since`/,
    prints: "CREATE UNIQUE INDEX ON shop.prices (sku, since);",
    closes: true,
  },
  {
    name: "a history without an index on open versions",
    change: "DROP INDEX prices_sku_idx",
    says: /RDI3015.*\n[^]*no unique index on `sku` of open versions/,
    prints: "CREATE UNIQUE INDEX ON shop.prices (sku) WHERE until IS NULL;",
    closes: true,
  },
  {
    name: "a version that can't be open",
    change: "ALTER TABLE prices ALTER COLUMN until SET NOT NULL",
    says: /RDI3008.*\n.*demo\.rdi:16:51\n[^]*`until` may be null here/,
    prints: "ALTER TABLE shop.prices ALTER COLUMN until DROP NOT NULL;",
    closes: true,
  },
  {
    name: "a changed collation",
    change: "ALTER TABLE cards ALTER COLUMN shop TYPE text COLLATE nocase",
    says: /RDI3011.*\n.*demo\.rdi:7:5\n[^]*`shop` is compared by the collation `nocase`/,
    prints: 'ALTER TABLE shop.cards ALTER COLUMN shop TYPE text COLLATE "C";',
    closes: true,
  },
  {
    name: "an identity column",
    change: "ALTER TABLE notes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
    says: /RDI3012.*\n.*demo\.rdi:24:28\n[^]*an identity column, GENERATED ALWAYS/,
    prints: "ALTER TABLE shop.notes ALTER COLUMN id SET GENERATED BY DEFAULT;",
    closes: true,
  },
  {
    name: "a generated column",
    change: "ALTER TABLE notes DROP COLUMN card; ALTER TABLE notes ADD COLUMN card int GENERATED ALWAYS AS (1) STORED",
    says: /RDI3012.*\n[^]*`card` is generated by the database/,
    prints:
      "-- shop.notes.card is computed by the database: remove it from the .rdi file, or make it an ordinary column.",
    closes: false,
  },
  {
    name: "a column that must not be null",
    change: "ALTER TABLE cards ALTER COLUMN holder SET NOT NULL",
    says: /RDI3008.*\n.*demo\.rdi:9:5\n[^]*`holder` may be null here/,
    prints: "ALTER TABLE shop.cards ALTER COLUMN holder DROP NOT NULL;",
    closes: true,
  },
  {
    name: "a new column without a default",
    change: "ALTER TABLE log ADD COLUMN region text NOT NULL",
    says: /RDI3009.*\n.*demo\.rdi:20:15\n[^]*`region` of `shop\.log` is not written/,
    prints:
      "-- shop.log has columns that are not null, have no default and are not written: region.\n-- Write them in the .rdi file, give them defaults, or allow nulls:\n-- ALTER TABLE shop.log ALTER COLUMN region DROP NOT NULL;",
    closes: false,
  },
];

const server = await postgresServer();
test.after(() => server.remove());

/** The tables as `rdi ddl` makes them. */
async function prepared(): Promise<{ readonly project: SchemaProject; readonly database: TestDatabase }> {
  const project = jobProject(JOBS, "shop");
  const ddl = await project.rdi("ddl");
  assert.is(ddl.code, 0, ddl.err);
  const database = await freshDatabase(server, ddl.out);
  await database.query(
    "SET search_path = shop; CREATE COLLATION shop.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
  );
  process.env["DB_URL"] = database.url;
  return { project, database };
}

async function introspected(project: SchemaProject): Promise<void> {
  const { code, err } = await project.rdi("introspect");
  assert.is(code, 0, err);
}

const CLEAN = "-- Target db: nothing is missing.\n";

for (const { name, change, says, prints, closes } of drifts) {
  test(`${name}: it is found, and ${closes ? "what rdi ddl prints closes it" : "rdi ddl says that it can't close it"}`, async () => {
    const { project, database } = await prepared();
    try {
      await introspected(project);
      assert.is((await project.rdi("check")).err, "");
      await database.query(`SET search_path = shop; ${change}`);
      await introspected(project);
      const { err } = await project.rdi("check");
      assert.match(err, says);
      const { out } = await project.rdi("ddl");
      assert.is(out, `-- Target db\n\n${prints}\n`);
      await database.query(`SET search_path = shop; ${out}`);
      await introspected(project);
      const after = await project.rdi("check");
      assert.is(after.err === "", closes, after.err);
      if (closes) assert.is((await project.rdi("ddl")).out, CLEAN);
    } finally {
      await database.close();
    }
  });
}

test("a table of an older version of the project is brought up to date, and keeps its rows", async () => {
  const project = jobProject(JOBS, "shop");
  const older = `CREATE SCHEMA shop; SET search_path = shop;
CREATE TABLE cards (shop varchar(9) COLLATE "en-x-icu", nr smallint, holder varchar(10), UNIQUE (shop, nr));
INSERT INTO cards VALUES ('north', 7, 'Ada');
CREATE TABLE prices (sku text, price numeric(6,1), since timestamptz(3), PRIMARY KEY (sku, since));
INSERT INTO prices VALUES ('a', 1.5, '2020-01-01Z');
CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, card int NOT NULL);`;
  const database = await freshDatabase(server, older);
  process.env["DB_URL"] = database.url;
  try {
    await introspected(project);
    const before = await project.rdi("check");
    assert.is(before.code, 1);
    const { out } = await project.rdi("ddl");
    await database.query(out);
    await introspected(project);
    const { err } = await project.rdi("check");
    assert.is(err, "", out);
    assert.is((await project.rdi("ddl")).out, CLEAN);
    assert.equal(await database.query("SELECT shop, nr, holder, worth FROM shop.cards"), [
      { shop: "north", nr: "7", holder: "Ada", worth: null },
    ]);
    assert.equal(await database.query("SELECT sku, price, since = '2020-01-01Z' AS same FROM shop.prices"), [
      { sku: "a", price: "1.50", same: "t" },
    ]);
    const kept = await database.query(
      "SELECT c.collname FROM pg_attribute AS a JOIN pg_collation AS c ON c.oid = a.attcollation WHERE attrelid = 'shop.cards'::regclass AND attname = 'shop'",
    );
    assert.equal(kept, [{ collname: "en-x-icu" }]);
  } finally {
    await database.close();
  }
});

test.run();
