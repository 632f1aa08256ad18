import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { digitsOf } from "../digits.ts";
import type { Fit } from "../ddl.ts";
import { LONGEST_KEY, storedType, type StoredType } from "./ddl-types.ts";
import { nativeStored } from "./native-types.ts";

const FITS: Fit = { kind: "fits" };

/** By the kind of a `.rdi` type: the types that hold each of its values. The worker looks for the same when it starts. */
const HOLDERS: Readonly<Record<Exclude<ColumnType["kind"], "native">, readonly string[]>> = {
  smallint: ["smallint", "int", "bigint", "decimal", "numeric", "real", "float"],
  int: ["int", "bigint", "decimal", "numeric", "float"],
  bigint: ["bigint", "decimal", "numeric"],
  numeric: ["decimal", "numeric"],
  real: ["real", "float"],
  double: ["float"],
  boolean: ["bit"],
  text: ["nvarchar"],
  varchar: ["nvarchar"],
  char: ["nchar", "nvarchar"],
  date: ["date"],
  time: ["time"],
  timestamp: ["datetime2"],
  timestamptz: ["datetimeoffset", "datetime2"],
  uuid: ["uniqueidentifier"],
  json: ["nvarchar"],
  bytes: ["varbinary"],
};

const DIFFERS: Fit = { kind: "differs", why: "Not every value of the one is a value of the other." };
const CODE_PAGE: Fit = {
  kind: "loses",
  why: "Characters that its code page lacks would become others without a word: make it nvarchar.",
};

/** Whether a stored column takes all values of a column of a `.rdi` file. */
export function fit(type: ColumnType, stored: ColumnLock): Fit {
  const there = storedType(stored.type);
  if (type.kind === "native") return sameNative(storedType(nativeStored(type.name)), there) ? FITS : DIFFERS;
  if (TEXTS.has(type.kind) && NARROW.has(there.base)) return CODE_PAGE;
  if (!HOLDERS[type.kind].includes(there.base)) return DIFFERS;
  switch (there.base) {
    case "nvarchar":
    case "nchar":
    case "varbinary":
      return lengthFit(type, there, stored.exact);
    case "decimal":
    case "numeric":
      return digitsFit(type, there);
    case "time":
    case "datetime2":
    case "datetimeoffset":
      return secondsFit(there);
    default:
      return FITS;
  }
}

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "char", "json"]);
const NARROW: ReadonlySet<string> = new Set(["varchar", "char", "text"]);

function sameNative(wanted: StoredType, there: StoredType): boolean {
  return wanted.base === there.base && (wanted.args.length === 0 || wanted.args.join() === there.args.join());
}

/** A text of a `key` has to have a length, and no index holds more. */
function lengthFit(type: ColumnType, { base, args: [holds = 1] }: StoredType, exact: boolean): Fit {
  const wanted = type.kind === "varchar" || type.kind === "char" ? type.length : Infinity;
  if (wanted <= holds) return FITS;
  if (wanted === Infinity && exact && holds >= (base === "varbinary" ? 2 * LONGEST_KEY : LONGEST_KEY)) return FITS;
  return base === "nchar"
    ? { kind: "loses", why: "It is shorter, and blanks at the end would go." }
    : { kind: "refuses", why: "Longer values are refused there, and their keys go to the dead letters." };
}

function digitsFit(type: ColumnType, { args: [precision = 18, scale = 0] }: StoredType): Fit {
  const wanted = digitsOf(type);
  if (wanted === undefined || wanted.scale > scale)
    return { kind: "loses", why: "Values would be rounded there without a word." };
  if (wanted.whole <= precision - scale) return FITS;
  return { kind: "refuses", why: "Larger numbers are refused there, and their keys go to the dead letters." };
}

function secondsFit({ args: [digits = 7] }: StoredType): Fit {
  return digits >= 6 ? FITS : { kind: "loses", why: "Microseconds would be rounded there without a word." };
}
