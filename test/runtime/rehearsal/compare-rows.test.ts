import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareRows } from "../../../runtime/rehearsal/compare-rows.ts";
import type { ColumnFacts } from "../../../runtime/rehearsal/facts.ts";
import type { ExpectedRow } from "../../../runtime/rehearsal/story.ts";
import { random } from "../../support/random.ts";

const COLUMNS = new Map(
  (["id", "name", "doc", "pin"] as const).map((name): [string, ColumnFacts] => {
    const kind = name === "id" ? "int" : name === "doc" ? "json" : "text";
    return [name, { name, type: { kind }, sensitive: name === "pin" }];
  }),
);

type Texts = Readonly<Record<string, string | null>>;

function expected(rows: readonly Texts[]): readonly ExpectedRow[] {
  return rows.map((row, at) => {
    const values = Object.entries(row).map(([column, text]) => ({ column, text }));
    return { place: { file: "a.rdi", line: at + 1 }, values };
  });
}

function compared(wanted: readonly Texts[], actual: readonly Texts[]) {
  return compareRows(
    expected(wanted),
    actual.map((row) => new Map(Object.entries(row))),
    COLUMNS,
  );
}

test("the order of rows does not matter, and columns that are not named neither", () => {
  assert.equal(
    compared(
      [{ id: "2" }, { id: "1" }],
      [
        { id: "1", name: "a" },
        { id: "2", name: null },
      ],
    ),
    [],
  );
});

test("a row that says little leaves those rows to others that only they fit", () => {
  assert.equal(
    compared(
      [{ name: "a" }, { id: "1" }],
      [
        { id: "1", name: "a" },
        { id: "2", name: "a" },
      ],
    ),
    [],
  );
});

test("a number's zeros and a document's spelling do not matter", () => {
  assert.equal(compared([{ id: "1.0", doc: '{"b": 1.0, "a": []}' }], [{ id: "1", doc: '{"a":[],"b":1}' }]), []);
});

test("the number of rows matters, even where one expectation fits all", () => {
  assert.equal(
    compared([{ name: "a" }], [{ name: "a" }, { name: "a" }]).map(({ kind }) => kind),
    ["unexpected"],
  );
  assert.equal(
    compared([{ name: "a" }, { name: "a" }], [{ name: "a" }]).map(({ kind }) => kind),
    ["missing"],
  );
});

test("what is left is shown beside the row that has most in common", () => {
  const [first, second] = compared(
    [
      { id: "1", name: "a" },
      { id: "7", name: "b" },
    ],
    [
      { id: "2", name: "b" },
      { id: "1", name: "c" },
    ],
  );
  assert.equal(
    first?.cells.map((cell) => "same" in cell && cell.same),
    [true, false],
  );
  assert.equal(
    second?.cells.map((cell) => "same" in cell && cell.same),
    [false, true],
  );
});

test("sensitive values are hidden on both sides", () => {
  assert.not.match(JSON.stringify(compared([{ pin: "1234" }], [{ pin: "5678" }, { pin: "9999" }])), /\d{4}/);
});

/** Against trying every assignment. */
test("rows are paired whenever they can be", () => {
  const dice = random();
  for (let round = 0; round < 400; round++) {
    const value = (): string | null => dice.pick(["x", "y", null]);
    const actual = Array.from({ length: dice.int(0, 4) }, (): Texts => ({ id: String(dice.int(1, 2)), name: value() }));
    const wanted = actual.map((row): Texts =>
      dice.pick([
        { id: row["id"] ?? null },
        { name: row["name"] ?? null },
        { id: String(dice.int(1, 2)), name: value() },
      ]),
    );
    const fits = (row: Texts, other: Texts): boolean =>
      Object.entries(row).every(([name, text]) => other[name] === text);
    const possible = permutations(actual).some((order) => order.every((other, at) => fits(wanted[at] ?? {}, other)));
    assert.is(compared(wanted, actual).length === 0, possible, `round ${round}`);
  }
});

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

test.run();
