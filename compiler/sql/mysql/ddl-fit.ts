import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { digitsOf } from "../digits.ts";
import type { Fit } from "../ddl.ts";
import { storedType, type StoredType } from "./ddl-types.ts";
import type { Flavour } from "./flavour.ts";
import { nativeStored } from "./native-types.ts";

const FITS: Fit = { kind: "fits" };
const DIFFERS: Fit = { kind: "differs", why: "Not every value of the one is a value of the other." };
const TEXTS: readonly string[] = ["longtext", "mediumtext", "text", "tinytext", "varchar"];
const BINARIES: readonly string[] = ["longblob", "mediumblob", "blob", "tinyblob", "varbinary"];

/** By the kind of a `.rdi` type: the types that hold its values. The worker looks for the same when it starts. */
const HOLDERS: Readonly<Record<Exclude<ColumnType["kind"], "native">, readonly string[]>> = {
  smallint: ["smallint", "mediumint", "int", "bigint", "decimal", "float", "double"],
  int: ["int", "bigint", "decimal", "double"],
  bigint: ["bigint", "decimal"],
  numeric: ["decimal"],
  real: ["float", "double"],
  double: ["double"],
  boolean: ["tinyint"],
  text: TEXTS,
  varchar: TEXTS,
  char: ["char", ...TEXTS],
  date: ["date"],
  time: ["time"],
  timestamp: ["datetime"],
  timestamptz: ["datetime", "timestamp"],
  uuid: ["char", "uuid", ...TEXTS],
  json: ["json", "longtext", "mediumtext", "text"],
  bytes: BINARIES,
};

/** Whether a stored column takes all values of a column of a `.rdi` file. */
export function fit(type: ColumnType, stored: ColumnLock, flavour: Flavour): Fit {
  if (type.kind === "native") return nativeStored(type.name) === stored.type ? FITS : DIFFERS;
  const there = storedType(stored.type);
  if (!HOLDERS[type.kind].includes(there.base)) return DIFFERS;
  if (there.unsigned)
    return { kind: "refuses", why: "Numbers below zero are refused there, and their keys go to the dead letters." };
  if (there.base === "json") return { kind: "refuses", why: JSON_LOSES[flavour] };
  return characterFit(stored) ?? sizeFit(type, there);
}

const JSON_LOSES = {
  mysql:
    "Numbers have the digits of a double there, and members another order; documents of more than 100 levels are refused.",
  mariadb: "Documents of more than 32 levels are refused there, and their keys go to the dead letters.",
} as const;

/** Of texts. Bytes of another character set could not be compared with those of a key. */
function characterFit({ collation, type }: ColumnLock): Fit | undefined {
  const set = collation?.name.split("_")[0];
  if (set === undefined || set === "utf8mb4" || set === "binary" || storedType(type).base === "char") return undefined;
  return NARROWER.has(set)
    ? { kind: "refuses", why: `Characters that ${set} lacks are refused there, and their keys go to the dead letters.` }
    : { kind: "differs", why: `Its character set is ${set}, and texts are compared by the bytes of utf8mb4.` };
}

const NARROWER: ReadonlySet<string> = new Set(["utf8", "utf8mb3", "ascii"]);

function sizeFit(type: ColumnType, there: StoredType): Fit {
  switch (there.base) {
    case "varchar":
    case "char":
      return lengthFit(type, there.args[0] ?? 0);
    case "tinytext":
    case "text":
    case "mediumtext":
      return lengthFit(type, Math.floor((BYTES[there.base] ?? 0) / 4));
    case "tinyblob":
    case "blob":
    case "mediumblob":
    case "varbinary":
      return { kind: "refuses", why: "Longer values are refused there, and their keys go to the dead letters." };
    case "decimal":
      return digitsFit(type, there);
    case "time":
    case "datetime":
      return secondsFit(there);
    case "timestamp":
      return secondsFit(there) === FITS
        ? {
            kind: "refuses",
            why: "Times before 1970 and from 2038 on are refused there, and their keys go to the dead letters.",
          }
        : secondsFit(there);
    default:
      return FITS;
  }
}

const BYTES: Readonly<Record<string, number>> = { tinytext: 255, text: 65_535, mediumtext: 16_777_215 };

function lengthFit(type: ColumnType, holds: number): Fit {
  const wanted = wantedLength(type);
  return wanted <= holds
    ? FITS
    : { kind: "refuses", why: "Longer texts are refused there, and their keys go to the dead letters." };
}

function wantedLength(type: ColumnType): number {
  if (type.kind === "uuid") return 36;
  return type.kind === "varchar" || type.kind === "char" ? type.length : Infinity;
}

function digitsFit(type: ColumnType, { args: [precision = 10, scale = 0] }: StoredType): Fit {
  const wanted = digitsOf(type);
  if (wanted === undefined || wanted.scale > scale)
    return { kind: "loses", why: "Values would be rounded there without a word." };
  if (wanted.whole <= precision - scale) return FITS;
  return { kind: "refuses", why: "Larger numbers are refused there, and their keys go to the dead letters." };
}

function secondsFit({ args: [digits = 0] }: StoredType): Fit {
  return digits >= 6 ? FITS : { kind: "loses", why: "Microseconds would be rounded there without a word." };
}
