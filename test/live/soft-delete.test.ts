/** `on delete set` and `on expire`, on a real PostgreSQL. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { OutcomePlan } from "../../compiler/plan/ir.ts";
import { instant, type Instant } from "../../runtime/values/instant.ts";
import type { Shape } from "../compiler/sql/shapes.ts";
import type { TextRow } from "../support/postgres.ts";
import { random, type Random } from "../support/random.ts";
import { endServer, shapeOf, withTable } from "./shape-bench.ts";

const seconds = (value: number): Instant => instant(BigInt(value) * 1_000_000n);
const gone = (id: bigint, at = 60): object => ({ id, set: { deleted_at: seconds(at) } });
const ada = { id: 1n, name: "Ada", deleted_at: null };
const VERSIONS = "SELECT ctid::text, xmin::text, * FROM t ORDER BY 3";

test.after(endServer);

test("a removal marks the row, once", () =>
  withTable(shapeOf("soft-delete"), async ({ database, commit }) => {
    await commit([ada, { ...ada, id: 2n }]);
    const result = await commit([], [gone(1n)], [gone(1n)]);
    assert.is(result.kind === "committed" && result.removed, 1);
    assert.equal(
      await database.query("SELECT id, name, extract(epoch FROM deleted_at)::int AS at FROM t ORDER BY id"),
      [
        { id: "1", name: "Ada", at: "60" },
        { id: "2", name: "Ada", at: null },
      ],
    );
    const before = await database.query(VERSIONS);
    const again = await commit([], [gone(1n, 99)], [gone(1n, 99)]);
    assert.is(again.kind === "committed" && again.removed, 0);
    assert.equal(await database.query(VERSIONS), before);
  }));

test("a key that returns clears the mark", () =>
  withTable(shapeOf("soft-delete"), async ({ database, commit }) => {
    await commit([ada]);
    await commit([], [gone(1n)], [gone(1n)]);
    await commit([ada]);
    assert.equal(await database.query("SELECT deleted_at FROM t"), [{ deleted_at: null }]);
  }));

test("pages hold the owners of live rows only", () =>
  withTable(shapeOf("soft-delete"), async ({ commit, owners }) => {
    await commit([ada, { ...ada, id: 2n }, { ...ada, id: 3n }]);
    await commit([], [gone(2n)], [gone(2n)]);
    assert.equal(await owners(), [["1"], ["3"]]);
  }));

test("a table with soft deletes is never replaced", () =>
  withTable(shapeOf("soft-delete"), async ({ sink, table }) => assert.not(sink.canReplace([table]))));

test("a row that its key does not yield any more is marked, and its payload key is free for others", () =>
  withTable(shapeOf("soft-delete-moved"), async ({ database, commit }) => {
    const row = (no: string, redis_key: string): object => ({ no, redis_key, state: "live", reason: "r", at: null });
    const owner = (redis_key: string): object => ({ redis_key, set: { at: seconds(5) } });
    await commit([row("n1", "a"), row("n2", "b")], [owner("a"), owner("b")]);
    await commit([row("n3", "a")], [owner("a")]);
    const all = "SELECT no, redis_key, state, reason, extract(epoch FROM at)::int AS at FROM t ORDER BY no";
    assert.equal(await database.query(all), [
      { no: "n1", redis_key: "a", state: "gone", reason: null, at: "5" },
      { no: "n2", redis_key: "b", state: "live", reason: "r", at: null },
      { no: "n3", redis_key: "a", state: "live", reason: "r", at: null },
    ]);
    assert.is((await commit([row("n2", "c")], [owner("c")])).kind, "collided");
    assert.is((await commit([row("n1", "c")], [owner("c")])).kind, "committed");
    assert.is((await commit([row("n2", "a"), row("n3", "b")], [owner("a"), owner("b")])).kind, "committed");
    assert.equal(await database.query("SELECT no, redis_key, state FROM t ORDER BY no"), [
      { no: "n1", redis_key: "c", state: "live" },
      { no: "n2", redis_key: "a", state: "live" },
      { no: "n3", redis_key: "b", state: "live" },
    ]);
  }));

test("a job without captures marks its row, too", () =>
  withTable(shapeOf("soft-delete-constant"), async ({ database, commit, owners }) => {
    await commit([{ theme: "dark", deleted_at: null }]);
    assert.is((await owners()).length, 1);
    const owner = { set: { deleted_at: seconds(1) } };
    await commit([], [owner], [owner]);
    assert.equal(await database.query("SELECT deleted_at IS NULL AS live FROM t"), [{ live: "f" }]);
    assert.equal(await owners(), []);
  }));

test("a clock column is written with other columns only", () =>
  withTable(shapeOf("clock"), async ({ database, commit }) => {
    const row = (name: string, at: number): object => ({ id: 1n, name, seen_at: seconds(at) });
    const seen = async (): Promise<TextRow | undefined> =>
      (await database.query("SELECT name, extract(epoch FROM seen_at)::int AS at FROM t"))[0];
    await commit([row("a", 1)]);
    await commit([row("a", 2)]);
    assert.equal(await seen(), { name: "a", at: "1" });
    await commit([row("b", 3)]);
    assert.equal(await seen(), { name: "b", at: "3" });
  }));

const OUTCOMES: readonly OutcomePlan["kind"][] = ["remove", "keep", "set"];

interface Line {
  readonly id: bigint;
  readonly line: number;
  readonly expires_at: Instant | null;
}

/** What is in the table: a line, and by what it was marked. */
interface Stored extends Line {
  readonly mark: "live" | "deleted" | "expired";
}

for (const onDelete of OUTCOMES) {
  for (const onExpire of OUTCOMES) {
    test(`on delete ${onDelete}, on expire ${onExpire}: what is in the table is what a model says`, () =>
      withTable(matrixShape(onDelete, onExpire), async ({ database, commit, owners }) => {
        const r = random();
        let model: readonly Stored[] = [];
        for (let round = 0; round < 25; round++) {
          const now = seconds(round * 10);
          const keys = [1n, 2n, 3n].map((id) => ({ id, lines: r.chance(0.5) ? [] : linesOf(id, round, r) }));
          const own = keys.map(({ id, lines }) => ({
            id,
            set: { deleted_at: now },
            setExpired: { deleted_at: now },
            expired: lines.length === 0 ? now : null,
          }));
          const rows = keys.flatMap(({ lines }) => lines);
          const absent = own.filter((_, at) => keys[at]?.lines.length === 0);
          await commit(
            rows.map((row) => ({ ...row, deleted_at: null, expired: "no" })),
            own,
            absent,
          );
          model = nextModel({ model, keys, now, onDelete, onExpire });
          assert.equal(await stored(database), model.map(shown).sort(), `round ${round}, seed ${r.seed}`);
        }
        // All expiries of this test have passed by the server's clock.
        const listed = new Set(
          model.filter((line) => wouldChange(line, onDelete, onExpire)).map(({ id }) => String(id)),
        );
        assert.equal((await owners()).flat().sort(), [...listed].sort(), `seed ${r.seed}`);
      }));
  }
}

function linesOf(id: bigint, round: number, r: Random): readonly Line[] {
  return [1, 2, 3, 4]
    .filter(() => r.chance(0.6))
    .map((line) => ({ id, line, expires_at: r.chance(0.2) ? null : seconds(round * 10 + r.pick([-5, 0, 5, 10, 30])) }));
}

interface Step {
  readonly model: readonly Stored[];
  readonly keys: readonly { readonly id: bigint; readonly lines: readonly Line[] }[];
  readonly now: Instant;
  readonly onDelete: OutcomePlan["kind"];
  readonly onExpire: OutcomePlan["kind"];
}

/** Row by row, as the language says it. */
function nextModel({ model, keys, now, onDelete, onExpire }: Step): readonly Stored[] {
  const yielded = keys.flatMap(({ lines }) => lines);
  const isYielded = (row: Line): boolean => yielded.some(({ id, line }) => id === row.id && line === row.line);
  const left = model.flatMap((row): readonly Stored[] => {
    if (isYielded(row)) return [];
    if (row.mark !== "live") return [row];
    const isAbsent = keys.some(({ id, lines }) => id === row.id && lines.length === 0);
    const hasExpired = isAbsent && row.expires_at !== null && row.expires_at <= now;
    switch (hasExpired ? onExpire : onDelete) {
      case "remove":
        return [];
      case "keep":
        return [row];
      case "set":
        return [{ ...row, mark: hasExpired ? "expired" : "deleted" }];
    }
  });
  return [...left, ...yielded.map((line): Stored => ({ ...line, mark: "live" }))];
}

function wouldChange(line: Stored, onDelete: OutcomePlan["kind"], onExpire: OutcomePlan["kind"]): boolean {
  return line.mark === "live" && (line.expires_at === null ? onDelete : onExpire) !== "keep";
}

function shown({ id, line, expires_at, mark }: Stored): string {
  return `${id} ${line} ${expires_at === null ? "never" : String(expires_at / 1_000_000n)} ${mark}`;
}

async function stored(database: { query(text: string): Promise<readonly TextRow[]> }): Promise<readonly string[]> {
  const rows =
    await database.query(`SELECT concat_ws(' ', id, line, coalesce(extract(epoch FROM expires_at)::int::text, 'never'),
    CASE WHEN expired <> 'no' THEN 'expired' WHEN deleted_at IS NOT NULL THEN 'deleted' ELSE 'live' END) AS row FROM t`);
  return rows.map(({ row }) => String(row)).sort();
}

function matrixShape(onDelete: OutcomePlan["kind"], onExpire: OutcomePlan["kind"]): Shape {
  const shape = shapeOf("expire-set-moved");
  const outcome = (kind: OutcomePlan["kind"], by: "delete" | "expire"): OutcomePlan => {
    if (kind !== "set") return { kind };
    const now = { column: "deleted_at", value: { kind: "now" } } as const;
    const yes = { column: "expired", value: { kind: "literal", value: "yes" } } as const;
    return by === "delete"
      ? { kind, columns: [now], marks: ["deleted_at"] }
      : { kind, columns: [yes, now], marks: ["expired", "deleted_at"] };
  };
  const table = {
    ...shape.table,
    onDelete: outcome(onDelete, "delete"),
    onExpire: { column: "expires_at", outcome: outcome(onExpire, "expire") },
  };
  return { ...shape, table };
}

test.run();
