import type { ColumnType, SitePlan, Value } from "../plan/ir.ts";
import type { ScalarKind } from "./types.ts";
import { call, literal } from "./values.ts";

/** How each column type is made from an expression's kind: decoded from bytes, or stored from a value. */
interface ColumnRule {
  readonly accepts: ScalarKind;
  readonly decode: string;
  /** Undefined where the representation is that of the expression. */
  readonly store: string | undefined;
}

const RULES: Readonly<Record<ColumnType["kind"], ColumnRule>> = {
  smallint: { accepts: "exact", decode: "decodeSmallint", store: "toSmallint" },
  int: { accepts: "exact", decode: "decodeInt", store: "toInt" },
  bigint: { accepts: "exact", decode: "decodeBigint", store: "toBigint" },
  numeric: { accepts: "exact", decode: "decodeNumeric", store: "toNumeric" },
  real: { accepts: "double", decode: "decodeReal", store: "toReal" },
  double: { accepts: "double", decode: "decodeDouble", store: undefined },
  boolean: { accepts: "boolean", decode: "decodeBoolean", store: undefined },
  text: { accepts: "text", decode: "decodeText", store: undefined },
  varchar: { accepts: "text", decode: "decodeVarchar", store: "fitVarchar" },
  char: { accepts: "text", decode: "decodeChar", store: "fitChar" },
  uuid: { accepts: "uuid", decode: "decodeUuid", store: undefined },
  bytes: { accepts: "bytes", decode: "decodeBytes", store: undefined },
  json: { accepts: "json", decode: "parseJson", store: undefined },
  native: { accepts: "text", decode: "decodeText", store: "storeText" },
  date: { accepts: "date", decode: "decodeDate", store: undefined },
  time: { accepts: "time", decode: "decodeTime", store: undefined },
  timestamp: { accepts: "timestamp", decode: "decodeTimestamp", store: undefined },
  timestamptz: { accepts: "timestamptz", decode: "decodeTimestamptz", store: undefined },
};

/** A plain `numeric`: 131072 digits before the point and 16383 after it. Decoding holds to that by itself, a computed value need not. */
const LARGEST_NUMERIC = { precision: 131_072 + 16_383, scale: 16_383 } as const;

/** The kind of expression that the column takes as it is. */
export function kindOfColumn(type: ColumnType): ScalarKind {
  return RULES[type.kind].accepts;
}

/** Bytes, or a JSON value, into the column's representation. */
export function decodeColumn(type: ColumnType, raw: Value, at: SitePlan): Value {
  if (type.kind === "numeric" && type.precision === undefined) return call("decodeExact", [raw], at);
  return call(RULES[type.kind].decode, [raw, ...argumentsOf(type)], at);
}

/** A value of the kind that the column takes, into the column's representation. */
export function storeColumn(type: ColumnType, value: Value, at: SitePlan): Value {
  const { store } = RULES[type.kind];
  if (store === undefined) return value;
  return call(store, [value, ...argumentsOf(type)], at);
}

/** The column's representation back into that of expressions. */
export function loadColumn(type: ColumnType, value: Value): Value {
  if (type.kind === "smallint" || type.kind === "int") return call("exactOfInt", [value]);
  if (type.kind === "bigint") return call("exactOfBigint", [value]);
  return value;
}

/** Bytes as an operand. Undefined for durations, which have no text form. */
export function decodeOperand(kind: ScalarKind, raw: Value, at: SitePlan): Value | undefined {
  if (kind === "duration") return undefined;
  if (kind === "exact") return call("decodeExact", [raw], at);
  return decodeColumn({ kind }, raw, at);
}

function argumentsOf(type: ColumnType): readonly Value[] {
  switch (type.kind) {
    case "numeric":
      return type.precision === undefined
        ? [literal(LARGEST_NUMERIC.precision), literal(LARGEST_NUMERIC.scale)]
        : [literal(type.precision), literal(type.scale ?? 0)];
    case "varchar":
    case "char":
      return [literal(type.length)];
    default:
      return [];
  }
}
