import type { ColumnType, SitePlan } from "../../plan/ir.ts";
import { typeText } from "../column-types.ts";
import { foldConstant } from "../constants.ts";
import { snippet } from "../mismatch.ts";
import type { Sink } from "../sink.ts";
import { dayOf, instantOf, momentOf, timeOf } from "./instants.ts";
import { describeConstant, jsonOf, scalarText, type Constant } from "./constants.ts";

export interface WrittenColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
}

/** The constant as the column would hold it, as text; undefined where it never could, which is reported. */
export function expectedText(constant: Constant, column: WrittenColumn, sink: Sink): string | null | undefined {
  const { type, notNull } = column;
  if (constant.kind === "null") return notNull ? unfit(constant, type, "The column is never null.", sink) : null;
  if (type.kind === "json") return jsonOf(constant);
  const text = scalarText(constant);
  const problem = text === undefined || !takes(type, constant) ? MISMATCH : problemOf(type, constant, text);
  if (problem === MISMATCH) return mismatch(constant, type, sink);
  return problem === undefined ? text : unfit(constant, type, problem, sink);
}

const MISMATCH = Symbol("another type");

const NUMBERS: readonly string[] = ["smallint", "int", "bigint", "numeric", "real", "double"];

/** What a test writes for a value of that type. */
function takes({ kind }: ColumnType, constant: Constant): boolean {
  if (NUMBERS.includes(kind)) return constant.kind === "number";
  if (kind === "boolean") return constant.kind === "boolean";
  if (kind === "timestamptz") return constant.kind === "text" || constant.kind === "instant";
  return constant.kind === "text" || (kind === "native" && constant.kind === "number");
}

const TIMES: Readonly<Record<string, readonly [(text: string) => bigint | undefined, string]>> = {
  date: [dayOf, 'A date is written like "2026-01-31".'],
  time: [timeOf, 'A time is written like "12:30:00".'],
  timestamp: [momentOf, 'A timestamp is written like "2026-01-31T12:30:00".'],
  timestamptz: [instantOf, 'A timestamptz is written with its offset, like "2026-01-31T12:30:00Z".'],
};

function problemOf(type: ColumnType, constant: Constant, text: string): string | undefined {
  const time = TIMES[type.kind];
  if (time !== undefined) return time[0](text) === undefined ? time[1] : undefined;
  if (type.kind === "uuid") return UUID.test(text) ? undefined : "A uuid has 32 hexadecimal digits in five groups.";
  if (constant.kind !== "number" && constant.kind !== "text") return undefined;
  const folded = foldConstant({ kind: constant.kind, text: constant.text }, type, NOWHERE);
  return folded !== undefined && "why" in folded ? folded.why : undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOWHERE: SitePlan = { kind: "column", name: "", line: 0 };

function mismatch(constant: Constant, type: ColumnType, sink: Sink): undefined {
  const isQuoted = constant.kind === "text" && NUMBERS.includes(type.kind);
  sink.report("RDI2020", constant.span, {
    found: describeConstant(constant),
    wanted: `\`${typeText(type)}\``,
    hint: isQuoted ? "Write the number without quotes." : undefined,
  });
  return undefined;
}

function unfit({ span }: Constant, type: ColumnType, why: string, sink: Sink): undefined {
  sink.report("RDI2026", span, { value: snippet(span), type: typeText(type), why });
  return undefined;
}
