/** Expressions of the language as somebody might write them, right or wrong: the checker tells which are right. */
import { SIGNATURES } from "../../compiler/check/built-ins.ts";
import type { Random } from "../support/random.ts";

const TYPES = [
  "smallint",
  "int",
  "bigint",
  "numeric",
  "numeric(12,2)",
  "real",
  "double",
  "boolean",
  "text",
  "varchar(20)",
  "char(4)",
  "date",
  "time",
  "timestamp",
  "timestamptz",
  "uuid",
  "json",
  "bytes",
] as const;

const NAMES = ["a", "b", "items", "price", "@id", "@key", "@value", "@expires_at", "doc", "words", "country", "tags"];
const CONSTANTS = ["0", "1", "-2", "12.50", "1e3", '"x"', '"a,b"', 'r"^a+$"', "true", "false", "null", "30d", "20ms"];
const BINARY = ["+", "-", "*", "/", "%", "++", "==", "!=", "<", "<=", ">", ">=", "is", "is not", "and", "or", "in"];

const ZONES = ['"Europe/Amsterdam"', '"UTC"', "a"];

/** Arguments that some functions want, which chance would hardly find. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  pattern: ['r"^a+"', '"[0-9]"'],
  algorithm: ['"sha256"', '"md5"'],
  mode: ['"half_even"', '"up"'],
  format: ['"dd.MM.yyyy HH:mm"', '"yyyy-MM-dd HH:mm:ss"'],
  zone: ZONES,
  unit: ['"day"', '"month"'],
  part: ['"year"', '"week"'],
  group: ["0"],
  names: ['["a", "b"]'],
};

const SIGNATURE_LIST = [...SIGNATURES.values()];

export function someType(dice: Random): string {
  return dice.pick(TYPES);
}

/** An expression that may use the names bound around it. */
export function someExpression(dice: Random, depth: number, bound: readonly string[] = []): string {
  const leaf = (): string => dice.pick(dice.chance(0.7) ? [...NAMES, ...bound, ...bound] : CONSTANTS);
  if (depth <= 0) return leaf();
  const inner = (more: readonly string[] = []): string => someExpression(dice, depth - 1, [...bound, ...more]);
  const grouped = (): string => `(${inner()})`;
  switch (dice.int(0, 13)) {
    case 0:
    case 1:
      return `${grouped()} ${dice.pick(BINARY)} ${grouped()}`;
    case 2:
      return `${grouped()} as ${someType(dice)}`;
    case 3:
      return `${grouped()} ?? ${grouped()}`;
    case 4:
      return `(${inner()}).${dice.pick(["a", "sku", "qty", "`odd name`"])}`;
    case 5:
      return `(${inner()})[${dice.pick(["0", "-1", '"k"', inner()])}]`;
    case 6:
      return dice.chance(0.5) ? `[${inner()}, ${inner()}]` : `{ x: ${inner()}, "y z": ${inner()} }`;
    case 7: {
      const names = dice.chance(0.5) ? ["e"] : ["e", "n"];
      const free = names.map((name) => `${name}${depth}`);
      const where = dice.chance(0.4) ? ` where ${inner(free)}` : "";
      return `[${inner(free)} for ${free.join(", ")} in ${inner()}${where}]`;
    }
    case 8:
      return dice.chance(0.5)
        ? `case ${inner()} when ${inner()}, ${inner()} then ${inner()} else ${inner()} end`
        : `case when ${inner()} then ${inner()} when ${inner()} then ${inner()} end`;
    case 9:
      return `(${inner()}) ${dice.chance(0.5) ? "not " : ""}between (${inner()}) and (${inner()})`;
    default:
      return someCall(dice, inner);
  }
}

function someCall(dice: Random, inner: () => string): string {
  const signature = dice.pick(SIGNATURE_LIST);
  const [name = "", rest = ""] = signature.slice(0, -1).split("(");
  const parameters = rest === "" ? [] : rest.split(", ");
  const count = parameters.length > 1 && dice.chance(0.3) ? parameters.length - 1 : parameters.length;
  const args = parameters.slice(0, count).map((parameter) => {
    const wanted = WANTED[parameter];
    return wanted !== undefined && dice.chance(0.9) ? dice.pick(wanted) : inner();
  });
  return `${name}(${args.join(", ")})`;
}
