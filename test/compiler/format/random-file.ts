/** Files that parse, and need not mean anything: every construct of the language around random expressions. */
import type { Random } from "../../support/random.ts";
import { someExpression, someType } from "../../fuzz/expression-texts.ts";

/** Words that have a meaning in some places, and are names in others. */
const NAMES = [
  "a",
  "b_2",
  "`odd name`",
  "from",
  "into",
  "append",
  "history",
  "skip",
  "delete",
  "at",
  "end",
  "source",
  "job",
];

export function someFile(dice: Random): string {
  const declarations = several(dice, 1, 5, () => someDeclaration(dice));
  return declarations.join(dice.pick(["\n", "\n\n"]));
}

function someDeclaration(dice: Random): string {
  const name = dice.pick(NAMES);
  switch (dice.int(0, 8)) {
    case 0:
      return 'import "./other.rdi"';
    case 1:
      return `source redis ${someObject(dice)}`;
    case 2:
      return `target ${name}: postgres ${someObject(dice)}`;
    case 3:
      return `delivery ${someObject(dice)}`;
    case 4:
      return `fn ${name}(${several(dice, 0, 3, (n) => `p${n}: ${someType(dice)}`).join(", ")}) = ${value(dice)}`;
    case 5:
      return `test "t" ${inBraces(
        several(dice, 0, 4, () => someStep(dice)),
        dice,
      )}`;
    default:
      return `job ${name} ${inBraces(['from hash "k:{id}"', ...someClauses(dice, 3)], dice)}`;
  }
}

function someClauses(dice: Random, depth: number): readonly string[] {
  return several(dice, 0, 4, () => someClause(dice, depth));
}

function someClause(dice: Random, depth: number): string {
  const name = dice.pick(NAMES);
  const block = (): string => inBraces(depth > 0 ? someClauses(dice, depth - 1) : [], dice);
  switch (dice.int(0, 8)) {
    case 0:
      return `let ${name} = ${value(dice)}`;
    case 1:
      return `lookup ${name} = hash "c:{x}"${dice.chance(0.5) ? " cached 60s" : ""}`;
    case 2:
      return `where ${value(dice)}${dice.chance(0.5) ? ` ${block()}` : ""}`;
    case 3:
      return `skip when ${value(dice)}`;
    case 4:
      return `for ${dice.pick(["x", "x, n"])} in ${value(dice)} ${block()}`;
    case 5:
      return `${dice.chance(0.3) ? "append " : ""}into cache hash "k:{x}"${dice.pick(["", " merge", ` expire ${value(dice)}`])} ${someObject(dice)}`;
    case 6:
      return `delivery ${someObject(dice)}`;
    default:
      return `${dice.pick(["", "append ", "history "])}into db.${name}${dice.pick(["", " key (a, b)", " key (a) period (x, y)"])} ${inBraces(
        several(dice, 0, 5, () => someColumn(dice)),
        dice,
        ",",
      )}${several(dice, 0, 2, () => someOutcome(dice)).join("")}`;
  }
}

function someColumn(dice: Random): string {
  const type = `${someType(dice)}${dice.pick(["", " not null", " not null sensitive"])}`;
  return `${dice.pick([...NAMES, "a_longer_name"])}: ${type}${dice.chance(0.8) ? ` = ${value(dice)}` : ""}`;
}

function someOutcome(dice: Random): string {
  return ` on ${dice.pick(["delete", "expire"])} ${dice.pick(["keep", "remove", `set ${someObject(dice)}`])}`;
}

function someStep(dice: Random): string {
  const steps = [
    `given json "k" ${value(dice)}${dice.pick(["", " expire 5m"])}`,
    'delete "k"',
    'at "2026-01-01T00:00:00Z"',
    `expect db.t ${value(dice)}`,
    `expect cache hash "k" ${value(dice)}`,
    'expect rejected "k" RDI5012',
  ];
  return dice.pick(steps);
}

function someObject(dice: Random): string {
  const entry = (): string =>
    dice.pick([`a: ${value(dice)}`, `"b c": ${value(dice)}`, `...${value(dice)}`, dice.pick(NAMES)]);
  return inBraces(several(dice, 0, 4, entry), dice, ",");
}

function value(dice: Random): string {
  return dice.chance(0.2) ? dice.pick(NAMES) : someExpression(dice, dice.int(0, 3));
}

/** On one line or below one another. */
function inBraces(items: readonly string[], dice: Random, comma = ""): string {
  return dice.chance(0.5)
    ? `{ ${items.join(`${comma} `)} }`
    : `{\n${items.join(dice.chance(0.5) ? `${comma}\n` : "\n")}\n}`;
}

function several<Item>(dice: Random, least: number, most: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: dice.int(least, most) }, (_, index) => make(index));
}
