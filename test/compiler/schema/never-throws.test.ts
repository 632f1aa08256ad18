/** Whatever a lock file says of the tables of a project, it is compared, and statements are printed; nothing is thrown. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze, analyzeWith } from "../../../compiler/compile.ts";
import { knownTables, type SchemaLock, type TableLock } from "../../../compiler/schema/lock.ts";
import { lockText } from "../../../compiler/schema/lock-text.ts";
import { ddlScript } from "../../../compiler/sql/ddl-script.ts";
import { random } from "../../support/random.ts";
import { withHead } from "../../support/schema-project.ts";
import { randomLock } from "./random-lock.ts";
import { writtenTargets } from "../../../compiler/commands/targets.ts";

const dice = random();

const NAMES = ["id", "shop", "name", "worth", "at", "since", "until", "more"];
const TYPES = [
  ...["smallint", "integer", "bigint", "numeric", "numeric(12,2)", "numeric(5,7)", "numeric(3,-2)", "text", "text[]"],
  ...["character varying", "character varying(5)", "character(3)", "timestamp(3) with time zone", "public.citext"],
  ...["timestamp with time zone", '"char"', "odd(", "(", "public.odd type(1,2)", "jsonb", "real", "double precision"],
];

const source = {
  path: "demo.rdi",
  text: withHead(`
job cards {
  from hash "card:{shop}:{id:int}"
  into db.cards key (shop, id) { shop: varchar(9) = @shop, id: bigint = @id, name: text, worth: numeric(12,2), at: timestamptz }
}
job prices {
  from hash "price:{id}"
  history into db.prices key (id) period (since, until) { id: text = @id, worth: double, name: native("citext"), at: native("timestamptz(3)") }
}
job log {
  from hash "log:{id:int}"
  append into db.log { id: bigint = @id, name: char(4), worth: real, at: time }
}`),
};
const { plan } = analyze([source], "demo");

/** A random table, called as one of the project's, with columns that bear its columns' names, as a rule. */
function likeOurs(table: TableLock, name: string): TableLock {
  const rename = (old: string | undefined): string | undefined => (old === undefined ? old : dice.pick(NAMES));
  return {
    ...table,
    schema: undefined,
    table: name,
    columns: table.columns.map((column) => ({
      ...column,
      name: dice.pick(NAMES),
      type: dice.chance(0.9) ? dice.pick(TYPES) : column.type,
    })),
    indexes: table.indexes.map((index) => ({
      ...index,
      keys: index.keys.map((key) => ({ ...key, column: rename(key.column) })),
    })),
    foreignKeys: table.foreignKeys.map((key) => ({
      ...key,
      columns: key.columns.map(() => dice.pick(NAMES)),
      references: { ...key.references, schema: "public", table: dice.pick(["cards", "prices", "log"]) },
    })),
  };
}

function lockLikeOurs(): SchemaLock {
  const tables = randomLock(dice).targets.flatMap((target) => target.tables);
  const ours = ["cards", "prices", "log"].flatMap((name) => {
    const [table] = tables.length === 0 ? [] : [dice.pick(tables)];
    return table === undefined ? [] : [{ ...likeOurs(table, name), foundIn: "public" }];
  });
  return { targets: [{ name: "db", system: "postgres", tables: ours, own: [] }] };
}

test("any lock file is compared, and closed as far as that can be", () => {
  const [target] = plan === undefined ? [] : writtenTargets(plan, undefined);
  if (plan === undefined || target === undefined) throw new Error("the project has errors");
  const codes = new Set<string>();
  for (let count = 0; count < 400; count++) {
    const lock = lockLikeOurs();
    const text = lockText(lock);
    const { diagnostics } = analyzeWith([source], { project: "demo", lock: { path: "rdi.lock.json", text } });
    for (const { code } of diagnostics) codes.add(code);
    const script = ddlScript({ plan, target, own: [], known: knownTables(lock) }) ?? "";
    assert.match(script, /^-- Target db/);
    // What is wrong has a statement or a comment, and what is not has none.
    const found = diagnostics.filter(({ code }) => !["RDI3013", "RDI3014"].includes(code));
    assert.is(script === "-- Target db: nothing is missing.\n", found.length === 0, `${text}\n${script}`);
  }
  const all = Array.from({ length: 14 }, (_, index) => `RDI${3002 + index}`);
  assert.equal(
    all.filter((code) => !codes.has(code) && code !== "RDI3013"),
    [],
  );
});

test.run();
