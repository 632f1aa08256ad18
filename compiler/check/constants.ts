import type { ColumnType, SitePlan, Value } from "../plan/ir.ts";
import { storeColumn } from "./columns.ts";
import { decimalOf, fitsNumeric, integerOf } from "./decimals.ts";
import type { Constant } from "./types.ts";
import { call, literal } from "./values.ts";

/** A constant in a column's representation, or why it does not fit. Undefined when the types differ. */
export type Folded = { readonly value: Value } | { readonly why: string } | undefined;

export function foldConstant(constant: Constant, type: ColumnType, at: SitePlan): Folded {
  switch (constant.kind) {
    case "number":
      return foldNumber(constant.text, type);
    case "text":
      return foldText(constant.text, type, at);
    case "boolean":
      return type.kind === "boolean" ? { value: literal(constant.value) } : undefined;
  }
}

const INTEGERS = { smallint: 15n, int: 31n, bigint: 63n } as const;

function foldNumber(text: string, type: ColumnType): Folded {
  switch (type.kind) {
    case "smallint":
    case "int":
    case "bigint":
      return foldInteger(text, type.kind);
    case "numeric":
      return foldNumeric(text, type.precision, type.scale ?? 0);
    case "real":
      return Number.isFinite(Math.fround(Number(text)))
        ? { value: literal(Number(text)) }
        : { why: "A `real` has a smaller range." };
    case "double":
      return Number.isFinite(Number(text))
        ? { value: literal(Number(text)) }
        : { why: "A `double` has a smaller range." };
    default:
      return undefined;
  }
}

function foldInteger(text: string, kind: keyof typeof INTEGERS): Folded {
  const decimal = decimalOf(text);
  const whole = decimal === undefined ? undefined : integerOf(decimal);
  const limit = 2n ** INTEGERS[kind];
  if (decimal !== undefined && whole === undefined) return { why: "It has a fraction." };
  if (whole === undefined || whole < -limit || whole >= limit)
    return { why: `A \`${kind}\` is from ${-limit} to ${limit - 1n}.` };
  return { value: kind === "bigint" ? { kind: "bigint", text: String(whole) } : literal(Number(whole)) };
}

function foldNumeric(text: string, precision: number | undefined, scale: number): Folded {
  const decimal = decimalOf(text);
  if (decimal === undefined) return { why: "It has too many digits." };
  if (precision !== undefined && !fitsNumeric(decimal, precision, scale)) {
    return { why: `It has more than ${precision - scale} digits before the point or more than ${scale} after it.` };
  }
  return { value: call("exact", [literal(text)]) };
}

function foldText(text: string, type: ColumnType, at: SitePlan): Folded {
  if (type.kind === "text") return { value: literal(text) };
  if (type.kind !== "varchar" && type.kind !== "char") return undefined;
  const length = [...text].length;
  if (length > type.length) return { why: `It has ${length} characters.` };
  return { value: type.kind === "varchar" ? literal(text) : storeColumn(type, literal(text), at) };
}
