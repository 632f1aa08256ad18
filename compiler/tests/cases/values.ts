import type { ColumnPlan, ColumnType, PatternPlan } from "../../plan/ir.ts";
import { typeText } from "../../check/column-types.ts";
import type { Slot } from "./slots.ts";

/** Values to try, as JSON, until the mapping takes one: the likeliest first. */
export function candidatesOf({ columns }: Slot): readonly string[] {
  const first = columns.flatMap(({ type }) => ORDINARY[type.kind] ?? []);
  return [...new Set([...first, ...ANYTHING])];
}

const NUMBER = "7";
const TEXT = '"a"';
const UUID = '"0b0e7c1a-0000-4000-8000-000000000007"';
const ANYTHING = [NUMBER, TEXT, '"2026-01-31T12:00:00Z"', '"2026-01-31"', "true", UUID, '["a"]', "[7]", "{}", "null"];

const ORDINARY: Readonly<Partial<Record<ColumnType["kind"], string>>> = {
  smallint: NUMBER,
  int: NUMBER,
  bigint: NUMBER,
  numeric: NUMBER,
  real: NUMBER,
  double: NUMBER,
  boolean: "true",
  text: TEXT,
  varchar: TEXT,
  char: TEXT,
  uuid: UUID,
  date: '"2026-01-31"',
  time: '"12:00:00"',
  timestamp: '"2026-01-31T12:00:00"',
  timestamptz: '"2026-01-31T12:00:00Z"',
  json: TEXT,
};

/** What may go wrong with a value of that column. */
export interface Edge {
  /** Behind the slot's name, in a test's. */
  readonly what: string;
  /** JSON. */
  readonly value: string;
}

export function edgesOf(column: ColumnPlan): readonly Edge[] {
  const { type } = column;
  switch (type.kind) {
    case "smallint":
    case "int":
    case "bigint": {
      const [largest, beyond] = LIMITS[type.kind];
      return [
        { what: `is the largest ${type.kind}`, value: largest },
        { what: `is beyond ${type.kind}`, value: beyond },
        NOT_A_NUMBER,
        FRACTION,
      ];
    }
    case "numeric":
      return [...numericEdges(type.precision, type.scale), NOT_A_NUMBER];
    case "real":
    case "double":
      return [NOT_A_NUMBER];
    case "varchar":
    case "char":
      return [
        EMPTY,
        { what: `is as long as ${typeText(type)} allows`, value: JSON.stringify("x".repeat(type.length)) },
        { what: `is too long for ${typeText(type)}`, value: JSON.stringify("x".repeat(type.length + 1)) },
      ].filter(({ value }) => value.length < LONGEST);
    case "text":
      return [EMPTY];
    case "boolean":
      return [{ what: "is neither true nor false", value: '"perhaps"' }];
    case "date":
    case "time":
    case "timestamp":
    case "timestamptz":
      return [{ what: `is no ${type.kind}`, value: '"yesterday"' }, EMPTY];
    case "uuid":
      return [{ what: "is no uuid", value: '"7"' }];
    default:
      return [];
  }
}

const LONGEST = 300;
const EMPTY: Edge = { what: "is empty", value: '""' };
const NOT_A_NUMBER: Edge = { what: "is no number", value: '"7 or so"' };
const FRACTION: Edge = { what: "is not whole", value: "7.5" };

/** Of a value that no column's type is known for. */
export const UNTYPED: readonly Edge[] = [EMPTY, { what: "is text", value: '"7 or so"' }];

const LIMITS = {
  smallint: ["32767", "32768"],
  int: ["2147483647", "2147483648"],
  bigint: ["9223372036854775807", "9223372036854775808"],
} as const;

function numericEdges(precision: number | undefined, scale: number | undefined): readonly Edge[] {
  if (precision === undefined || precision > 60) return [];
  const decimals = scale ?? 0;
  const whole = "9".repeat(precision - decimals);
  return [
    { what: "has too many digits", value: `1${"0".repeat(precision - decimals)}` },
    { what: "has too many decimals", value: `0.${"0".repeat(decimals)}1` },
    ...(whole === "" ? [] : [{ what: "is the largest that fits", value: whole }]),
  ];
}

/** A key of the pattern; `no` tells several apart. */
export function keyOf({ parts }: PatternPlan, no: number): string {
  return parts.map((part) => (part.kind === "literal" ? part.text : captureText(part.type, no))).join("");
}

function captureText(type: Extract<PatternPlan["parts"][number], { kind: "capture" }>["type"], no: number): string {
  switch (type) {
    case "int":
    case "bigint":
      return String(no);
    case "uuid":
      return `0b0e7c1a-0000-4000-8000-${String(no).padStart(12, "0")}`;
    case "date":
      return `2026-01-${String((no % 28) + 1).padStart(2, "0")}`;
    case "text":
    case "any":
      return `k${no}`;
  }
}
