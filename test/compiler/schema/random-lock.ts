import type {
  CollationLock,
  ColumnLock,
  ForeignKeyLock,
  IndexKeyLock,
  IndexLock,
  SchemaLock,
  TableLock,
} from "../../../compiler/schema/lock.ts";
import type { Random } from "../../support/random.ts";
import { randomText } from "../../support/random-text.ts";

/** Any lock that a database can be the reason of, with odd names and texts; in no order. */
export function randomLock(dice: Random): SchemaLock {
  const names = distinct(dice, 3);
  return {
    targets: names.map((name) => ({
      name,
      system: dice.pick(["postgres", "other"]),
      tables: distinct(dice, 4).map((table) => randomTable(dice, table)),
      own: distinct(dice, 2).map((table) => ({ table, columns: distinct(dice, 3) })),
    })),
  };
}

function randomTable(dice: Random, table: string): TableLock {
  const kind = dice.pick(["table", "table", "table", "other", "missing"] as const);
  const schema = maybe(dice, () => odd(dice));
  const foundIn = schema === undefined && kind === "table" ? odd(dice) : undefined;
  const named = { schema, table, kind, foundIn, near: kind === "missing" ? distinct(dice, 3) : [] };
  if (kind !== "table") return { ...named, columns: [], indexes: [], foreignKeys: [] };
  return {
    ...named,
    columns: distinct(dice, 5).map((name) => randomColumn(dice, name)),
    indexes: distinct(dice, 3).map((name) => randomIndex(dice, name)),
    foreignKeys: distinct(dice, 3).map((name) => randomForeignKey(dice, name)),
  };
}

function randomColumn(dice: Random, name: string): ColumnLock {
  const preset = maybe(dice, () => odd(dice));
  const generated = preset === undefined ? maybe(dice, () => odd(dice)) : undefined;
  const identity = dice.chance(0.2) ? dice.pick(["always", "by default"] as const) : undefined;
  const isFilled = (preset ?? generated ?? identity) !== undefined;
  return {
    name,
    type: odd(dice),
    domain: maybe(dice, () => odd(dice)),
    notNull: dice.chance(0.5),
    filled: isFilled || dice.chance(0.2),
    default: preset,
    generated,
    identity,
    collation: maybe(dice, () => randomCollation(dice)),
    exact: dice.chance(0.7),
  };
}

function randomCollation(dice: Random): CollationLock {
  return { name: odd(dice), schema: maybe(dice, () => odd(dice)) };
}

function randomIndex(dice: Random, name: string): IndexLock {
  return {
    name,
    keys: Array.from({ length: dice.int(1, 3) }, (): IndexKeyLock => {
      const isColumn = dice.chance(0.7);
      return {
        column: isColumn ? odd(dice) : undefined,
        expression: isColumn ? undefined : odd(dice),
        collation: maybe(dice, () => randomCollation(dice)),
      };
    }),
    unique: dice.chance(0.5),
    primary: dice.chance(0.5),
    nullsNotDistinct: dice.chance(0.2),
    deferrable: dice.chance(0.2),
    where: maybe(dice, () => odd(dice)),
    exact: dice.chance(0.7),
  };
}

function randomForeignKey(dice: Random, name: string): ForeignKeyLock {
  return {
    name,
    columns: distinct(dice, 2),
    references: { schema: odd(dice), table: odd(dice), columns: distinct(dice, 2) },
    onDelete: dice.pick(["no action", "restrict", "cascade", "set null", "set default"] as const),
    deferred: dice.chance(0.2),
  };
}

function maybe<Value>(dice: Random, make: () => Value): Value | undefined {
  return dice.chance(0.3) ? make() : undefined;
}

function distinct(dice: Random, most: number): readonly string[] {
  return [...new Set(Array.from({ length: dice.int(0, most) }, () => odd(dice)))];
}

const ODD = ["id", "2", "__proto__", "a.b", 'a"b', "a\\b", "[x]", "{", "kind", "tables", "name", "\u2028", "ü", "😀"];

function odd(dice: Random): string {
  return dice.chance(0.6) ? dice.pick(ODD) : randomText(dice, 12);
}
