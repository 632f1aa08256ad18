import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { digitsOf, type Digits } from "../digits.ts";
import { LONGEST_TEXT, sqlType, storedType, type StoredType } from "./ddl-types.ts";

/** The smallest type that holds what is stored and the column's values; undefined where nothing holds both without a loss. */
export function widened(type: ColumnType, { type: text, generated }: ColumnLock): string | undefined {
  if (generated !== undefined) return undefined;
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
      return ["smallint", "int", "real"].includes(stored.base) ? "float" : undefined;
    case "text":
    case "json":
      return TEXTS.has(stored.base) ? "nvarchar(max)" : undefined;
    case "varchar":
      return TEXTS.has(stored.base) ? longer(type.length, stored) : undefined;
    case "char":
      return stored.base === "nchar" ? `nchar(${Math.max(type.length, stored.args[0] ?? 1)})` : undefined;
    case "bytes":
      return stored.base === "varbinary" ? "varbinary(max)" : undefined;
    case "time":
    case "timestamp":
    case "timestamptz":
      return stored.base === storedType(sqlType(type)).base ? sqlType(type) : undefined;
    default:
      return undefined;
  }
}

/** A varchar holds what it holds in its code page, all of which an nvarchar has. */
const TEXTS: ReadonlySet<string> = new Set(["nvarchar", "varchar"]);

const INTEGERS: readonly string[] = ["smallint", "int", "bigint"];

function longer(length: number, { args: [stored = 1] }: StoredType): string {
  const most = Math.max(length, stored);
  return most > LONGEST_TEXT ? "nvarchar(max)" : `nvarchar(${most})`;
}

const MAX_PRECISION = 38;

function widerNumber(type: ColumnType, stored: StoredType): string | undefined {
  const size = INTEGERS.indexOf(stored.base);
  if (size < 0 && stored.base !== "decimal" && stored.base !== "numeric") return undefined;
  if (size >= 0 && type.kind !== "numeric") return INTEGERS[Math.max(size, INTEGERS.indexOf(type.kind))];
  const [wanted, there] = [digitsOf(type), storedDigits(stored, size)];
  if (wanted === undefined) return undefined;
  const scale = Math.max(wanted.scale, there.scale);
  const precision = Math.max(wanted.whole, there.whole) + scale;
  return precision > MAX_PRECISION ? undefined : `decimal(${precision},${scale})`;
}

function storedDigits({ args: [precision = 18, scale = 0] }: StoredType, size: number): Digits {
  return size >= 0 ? { whole: [5, 10, 19][size] ?? 19, scale: 0 } : { whole: precision - scale, scale };
}
