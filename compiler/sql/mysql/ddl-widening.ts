import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { digitsOf, type Digits } from "../digits.ts";
import { sqlType, storedType, type StoredType } from "./ddl-types.ts";

/** The smallest type that holds what is stored and the column's values; undefined where nothing holds both without a loss. */
export function widened(type: ColumnType, { type: text, generated }: ColumnLock): string | undefined {
  const stored = storedType(text);
  if (generated !== undefined || stored.unsigned) return undefined;
  switch (type.kind) {
    case "smallint":
    case "int":
    case "bigint":
    case "numeric":
      return widerNumber(type, stored);
    case "real":
      return ["tinyint", "smallint", "mediumint"].includes(stored.base) ? "float" : undefined;
    case "double":
      return ["tinyint", "smallint", "mediumint", "int", "float"].includes(stored.base) ? "double" : undefined;
    case "text":
      return TEXTS.includes(stored.base) ? "longtext" : undefined;
    case "varchar":
      return stored.base === "varchar" ? `varchar(${longer(type.length, stored)})` : undefined;
    case "char":
      return stored.base === "char" || stored.base === "varchar"
        ? `${stored.base}(${longer(type.length, stored)})`
        : undefined;
    case "bytes":
      return BINARIES.includes(stored.base) ? "longblob" : undefined;
    case "time":
    case "timestamp":
    case "timestamptz":
      return `${stored.base}(6)` === sqlType(type) ? sqlType(type) : undefined;
    default:
      return undefined;
  }
}

const TEXTS: readonly string[] = ["char", "varchar", "tinytext", "text", "mediumtext"];
/** A varbinary may be part of an index, which a blob can't. */
const BINARIES: readonly string[] = ["tinyblob", "blob", "mediumblob"];
const INTEGERS: readonly string[] = ["tinyint", "smallint", "mediumint", "int", "bigint"];
const MOST_DIGITS = 65;

function longer(length: number, { args: [stored = 0] }: StoredType): number {
  return Math.max(length, stored);
}

function widerNumber(type: ColumnType, stored: StoredType): string | undefined {
  const size = INTEGERS.indexOf(stored.base);
  if (size < 0 && stored.base !== "decimal") return undefined;
  if (size >= 0 && type.kind !== "numeric") return INTEGERS[Math.max(size, INTEGERS.indexOf(type.kind))];
  const [wanted, there] = [digitsOf(type), storedDigits(stored, size)];
  if (wanted === undefined) return undefined;
  const scale = Math.max(wanted.scale, there.scale);
  const precision = Math.max(wanted.whole, there.whole) + scale;
  return precision > MOST_DIGITS ? undefined : `decimal(${precision},${scale})`;
}

function storedDigits({ args: [precision = 10, scale = 0] }: StoredType, size: number): Digits {
  return size >= 0 ? { whole: [3, 5, 8, 10, 19][size] ?? 19, scale: 0 } : { whole: precision - scale, scale };
}
