import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { digitsOf, type Digits } from "../digits.ts";
import { sqlType, storedType, type StoredType } from "./ddl-types.ts";

/** The smallest type that holds what is stored and the column's values; undefined where nothing holds both without a loss. */
export function widened(type: ColumnType, { type: text, domain, generated }: ColumnLock): string | undefined {
  if (domain !== undefined || generated !== undefined) return undefined;
  const stored = storedType(text);
  switch (type.kind) {
    case "smallint":
    case "int":
    case "bigint":
    case "numeric":
      return widerNumber(type, stored);
    case "real":
      return stored.base === "smallint" ? "real" : undefined;
    case "double":
      return ["smallint", "integer", "real"].includes(stored.base) ? "double precision" : undefined;
    case "text":
      return stored.base === "character varying" ? "text" : undefined;
    case "varchar":
      return stored.base === "character varying" ? `varchar(${longer(type.length, stored)})` : undefined;
    case "char":
      return stored.base === "character" || stored.base === "character varying"
        ? `${stored.base === "character" ? "char" : "varchar"}(${longer(type.length, stored)})`
        : undefined;
    case "time":
    case "timestamp":
    case "timestamptz":
      return stored.base === TIMES[type.kind] ? sqlType(type) : undefined;
    default:
      return undefined;
  }
}

const TIMES = {
  time: "time without time zone",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
} as const;

const INTEGERS: readonly string[] = ["smallint", "integer", "bigint"];

function longer(length: number, { args: [stored = 0] }: StoredType): number {
  return Math.max(length, stored);
}

function widerNumber(type: ColumnType, stored: StoredType): string | undefined {
  const size = INTEGERS.indexOf(stored.base);
  if (size < 0 && stored.base !== "numeric") return undefined;
  if (size >= 0 && type.kind !== "numeric") {
    const wanted = INTEGERS.indexOf(type.kind === "int" ? "integer" : type.kind);
    return INTEGERS[Math.max(size, wanted)];
  }
  const [wanted, there] = [digitsOf(type), storedDigits(stored, size)];
  if (wanted === undefined || there === undefined) return "numeric";
  const scale = Math.max(wanted.scale, there.scale);
  return `numeric(${Math.max(wanted.whole, there.whole) + scale},${scale})`;
}

function storedDigits({ args: [precision, scale = 0] }: StoredType, size: number): Digits | undefined {
  if (size >= 0) return { whole: [5, 10, 19][size] ?? 19, scale: 0 };
  return precision === undefined ? undefined : { whole: precision - scale, scale: Math.max(scale, 0) };
}
