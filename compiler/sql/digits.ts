import type { ColumnType } from "../plan/ir.ts";

export interface Digits {
  /** Before the point. */
  readonly whole: number;
  readonly scale: number;
}

/** The digits of an exact number; undefined where nothing bounds them, and for other types. */
export function digitsOf(type: ColumnType): Digits | undefined {
  if (type.kind === "smallint" || type.kind === "int" || type.kind === "bigint")
    return { whole: WHOLE[type.kind], scale: 0 };
  if (type.kind !== "numeric" || type.precision === undefined) return undefined;
  const scale = type.scale ?? 0;
  return { whole: type.precision - scale, scale };
}

const WHOLE = { smallint: 5, int: 10, bigint: 19 } as const;
