/** What emitted tables of all modes and outcomes hand to the runtime. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Table } from "../../../runtime/job.ts";
import { instant } from "../../../runtime/values/instant.ts";
import { jobsOf } from "./load-text.ts";
import { tablesOf } from "../../support/tables.ts";

const TARGET = 'source redis { url: "redis://localhost" }\ntarget db: postgres { url: "postgres://localhost/x" }\n';
const SECOND = instant(1_000_000n);

async function tableOf(job: string): Promise<Table> {
  const [found] = await jobsOf(TARGET + job);
  const [table] = tablesOf(found);
  if (table === undefined) throw new Error("the job has no table");
  return table;
}

const parameters = (table: Table, at: number, owner: object): readonly unknown[] | undefined =>
  table.removals[at]?.values([owner]);

test("a soft delete sends what is not a literal, by the owner", async () => {
  const table = await tableOf(`job a { from hash "a:{id:int}"
    into db.a key (id) { id: bigint = @id, state: text = "live", by: text = name, at: timestamptz = null }
    on delete set { state: "gone", by: @key, at: now() } }`);
  const owner = table.ownerOf({ id: "7", key: "a:7" }, SECOND, true);
  assert.equal(owner, { id: 7n, set: { by: "a:7", at: SECOND } });
  assert.equal(parameters(table, 0, owner), ["{7}", '{"a:7"}', '{"1970-01-01 00:00:01+00"}']);
  assert.match(table.removals[0]?.text ?? "", /SET "state" = 'gone'::text, "by" = o."by", "at" = o."at"/);
  assert.is(table.insert, undefined);
});

test("rows of an expired key are told by the instant, which is null while the key exists", async () => {
  const table = await tableOf(`job a { from hash "a:{id:int}"
    into db.a key (id) { id: bigint = @id, goes: timestamptz = @expires_at } on expire keep }`);
  assert.equal(table.ownerOf({ id: "7" }, SECOND, true), { id: 7n, expired: SECOND });
  assert.equal(table.ownerOf({ id: "7" }, SECOND, false), { id: 7n, expired: null });
  assert.equal(parameters(table, 0, { id: 7n, expired: null }), ["{7}", "{NULL}"]);
});

test("two soft deletes have values of their own", async () => {
  const table = await tableOf(`job a { from hash "a:{id:int}"
    into db.a key (id) { id: bigint = @id, goes: timestamptz = @expires_at, at: timestamptz = null, why: text = null }
    on delete set { at: now() } on expire set { at: now(), why: @key } }`);
  const owner = table.ownerOf({ id: "7", key: "a:7" }, SECOND, true);
  assert.equal(owner, { id: 7n, set: { at: SECOND }, setExpired: { at: SECOND, why: "a:7" }, expired: SECOND });
  assert.is(table.removals.length, 2);
  assert.equal(parameters(table, 1, owner), [
    "{7}",
    '{"1970-01-01 00:00:01+00"}',
    '{"a:7"}',
    '{"1970-01-01 00:00:01+00"}',
  ]);
});

test("owner columns may have the names of what else an owner holds", async () => {
  const table = await tableOf(`job a { from hash "a:{set}:{expired}"
    into db.a key (set, expired) { set: text = @set, expired: text = @expired, goes: timestamptz = @expires_at, at: timestamptz = null }
    on delete set { at: now() } on expire keep }`);
  const owner = table.ownerOf({ set: "x", expired: "y" }, SECOND, true);
  assert.equal(owner, { set: "x", expired: "y", set_: { at: SECOND }, expired_: SECOND });
  assert.equal(parameters(table, 0, owner), [
    '{"x"}',
    '{"y"}',
    '{"1970-01-01 00:00:01+00"}',
    '{"1970-01-01 00:00:01+00"}',
  ]);
});

test("a log has no owners, and a removal appends its row", async () => {
  const table = await tableOf(`job a { from hash "a:{id:int}"
    append into db.log { id: bigint = @id, at: timestamptz = now(), op: text = "changed", name: text } on delete set { op: "deleted" } }`);
  assert.equal([table.mode, table.key, table.owner, table.removals, table.moved], ["append", [], [], [], []]);
  assert.equal([table.insert, table.collisions, table.owners], [undefined, undefined, undefined]);
  assert.equal(table.goneRow?.({ id: "7" }, SECOND), { id: 7n, at: SECOND, op: "deleted", name: null });
  assert.match(table.writes[0]?.text ?? "", /^INSERT INTO "log"/);
});

test("a log without on delete appends nothing for a removal", async () => {
  const table = await tableOf(`job a { from hash "a:{id:int}" append into db.log { id: bigint = @id } }`);
  assert.is(table.goneRow, undefined);
});

test("a history closes and opens with the same parameters, and fills its period in by itself", async () => {
  const table = await tableOf(`job a { from hash "a:{id:int}"
    history into db.a key (id) period (since, until, current) { id: bigint = @id, name: text } }`);
  assert.equal(
    table.filled.map(({ name, type, notNull }) => [name, type, notNull]),
    [
      ["since", "timestamptz", true],
      ["until", "timestamptz", false],
      ["current", "boolean", true],
    ],
  );
  const rows = [{ id: 7n, name: "x" }];
  assert.equal(
    table.writes.map(({ values }) => values(rows)),
    [
      ["{7}", '{"x"}'],
      ["{7}", '{"x"}'],
    ],
  );
  assert.equal(table.ownerOf({ id: "7" }, SECOND, true), { id: 7n });
});

test("json and native columns tell rows apart by their texts", async () => {
  const table = await tableOf(`job a { from hash "a:{id:int}"
    into db.a key (id) { id: bigint = @id, doc: json = parse_json(doc), mood: native("mood") = mood } }`);
  const row = { id: 7n, doc: new Map([["a", [true, null]]]), mood: "ok" };
  assert.is(table.contentOf(row), JSON.stringify(["7", '{"a":[true,null]}', "ok"]));
  assert.is(table.contentOf({ id: 7n, doc: null, mood: null }), JSON.stringify(["7", null, null]));
  assert.equal(table.writes[0]?.values([row]), ["{7}", '{"{\\"a\\":[true,null]}"}', '{"ok"}']);
  assert.equal(
    table.columns.map(({ type }) => type),
    ["bigint", "json", 'native("mood")'],
  );
});

test.run();
