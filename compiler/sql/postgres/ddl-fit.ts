import type { ColumnType } from "../../plan/ir.ts";
import type { ColumnLock } from "../../schema/lock.ts";
import { digitsOf } from "../digits.ts";
import type { Fit, FitUse } from "../ddl.ts";
import { storedType, type StoredType } from "./ddl-types.ts";
import { nativeStored } from "./native-types.ts";

const FITS: Fit = { kind: "fits" };

/** By the kind of a `.rdi` type: the types that hold each of its values. The worker looks for the same when it starts. */
const HOLDERS: Readonly<Record<Exclude<ColumnType["kind"], "native">, readonly string[]>> = {
  smallint: ["smallint", "integer", "bigint", "numeric", "real", "double precision"],
  int: ["integer", "bigint", "numeric", "double precision"],
  bigint: ["bigint", "numeric"],
  numeric: ["numeric"],
  real: ["real", "double precision"],
  double: ["double precision"],
  boolean: ["boolean"],
  text: ["text", "character varying"],
  varchar: ["text", "character varying"],
  char: ["character", "text", "character varying"],
  date: ["date"],
  time: ["time without time zone"],
  timestamp: ["timestamp without time zone"],
  timestamptz: ["timestamp with time zone"],
  uuid: ["uuid"],
  json: ["json", "jsonb"],
  bytes: ["bytea"],
};

/** Whether a stored column takes all values of a column of a `.rdi` file. */
export function fit(type: ColumnType, stored: ColumnLock, use: FitUse): Fit {
  if (type.kind === "native") return nativeFit(type.name, stored, use);
  const there = storedType(stored.type);
  if (!HOLDERS[type.kind].includes(there.base))
    return { kind: "differs", why: "Not every value of the one is a value of the other." };
  switch (there.base) {
    case "character varying":
    case "character":
      return lengthFit(type, there);
    case "numeric":
      return digitsFit(type, there);
    case "time without time zone":
    case "timestamp without time zone":
    case "timestamp with time zone":
      return secondsFit(there);
    default:
      return FITS;
  }
}

function lengthFit(type: ColumnType, { base, args: [holds] }: StoredType): Fit {
  const wanted = type.kind === "varchar" || type.kind === "char" ? type.length : Infinity;
  if (holds === undefined || wanted <= holds) return FITS;
  return base === "character"
    ? { kind: "loses", why: "It is shorter, and blanks at the end would go." }
    : { kind: "refuses", why: "Longer texts are refused there, and their keys go to the dead letters." };
}

function digitsFit(type: ColumnType, { args: [precision, scale = 0] }: StoredType): Fit {
  if (precision === undefined) return FITS;
  const wanted = digitsOf(type);
  if (wanted === undefined || wanted.scale > scale)
    return { kind: "loses", why: "Values would be rounded there without a word." };
  if (wanted.whole <= precision - scale) return FITS;
  return { kind: "refuses", why: "Larger numbers are refused there, and their keys go to the dead letters." };
}

function secondsFit({ args: [digits] }: StoredType): Fit {
  return digits === undefined || digits >= 6
    ? FITS
    : { kind: "loses", why: "Microseconds would be rounded there without a word." };
}

/**
 * By name, as far as a name says it: the schema in which a type is found is known to the connection alone, and a domain goes by its own
 * name or by the type below it. The worker looks at the type itself when it starts.
 */
function nativeFit(name: string, { type, domain }: ColumnLock, use: FitUse): Fit {
  const wanted = pathOf(nativeStored(name));
  const candidates = [type, ...(domain === undefined ? [] : [domain])].map((text) => pathOf(canonical(text)));
  const same = candidates.find((candidate) => isSame(candidate, wanted));
  if (same === undefined) return { kind: "differs", why: "Not every value of the one is a value of the other." };
  // A version is compared with a value that was cast to the type as it is written.
  if (use === "history" && domain === undefined && same.args !== wanted.args)
    return { kind: "differs", why: "A version is compared with a value of exactly the type that is written." };
  return FITS;
}

interface TypePath {
  readonly names: readonly string[];
  readonly args: string;
  readonly array: boolean;
}

function pathOf(text: string): TypePath {
  const args = /\(([^)]*)\)/.exec(text)?.[1] ?? "";
  const bare = text.replace(/\([^)]*\)/, "").replace(/\[\]$/, "");
  const parts = bare.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [bare];
  return {
    names: parts.map((part) => part.replaceAll(/^"|"$/g, "").replaceAll('""', '"')),
    args: args.replaceAll(/\s/g, ""),
    array: text.endsWith("[]"),
  };
}

/** A stored type as `native` would have it: `int8` for `bigint`, `timestamptz(3)` for `timestamp(3) with time zone`. */
function canonical(text: string): string {
  const array = text.endsWith("[]") ? "[]" : "";
  const { base, args } = storedType(text.slice(0, text.length - array.length));
  try {
    return nativeStored(`${base}${args.length === 0 ? "" : `(${args.join(",")})`}${array}`);
  } catch {
    return text;
  }
}

function isSame(one: TypePath, other: TypePath): boolean {
  const length = Math.min(one.names.length, other.names.length);
  const last = (names: readonly string[]): string => JSON.stringify(names.slice(-length));
  return one.array === other.array && last(one.names) === last(other.names);
}
