import type { Into, TableDestination } from "../../grammar/ast.ts";
import { cover } from "../../grammar/source.ts";
import type { PeriodPlan } from "../plan/ir.ts";
import type { Sink } from "./sink.ts";

/** `key` and `period` belong to the mode: `append` has neither, `history` both, a plain `into` only `key`. */
export function checkPeriod(into: Into, destination: TableDestination, sink: Sink): PeriodPlan | undefined {
  const { key, period } = destination;
  if (into.mode === "append" && key !== undefined)
    sink.report("RDI2056", key.span, {
      what: "`append` has no `key`",
      why: "Each observed change becomes a row of its own, whatever is in the table.",
      hint: "Leave `key` out, or write a plain `into`.",
    });
  if (into.mode !== "history") {
    if (period !== undefined)
      sink.report("RDI2056", period.span, {
        what: "`period` belongs to `history`",
        why: "It names the columns that say when a version held.",
        hint: "Write `history into`, or leave `period` out.",
      });
    return undefined;
  }
  if (period === undefined) {
    sink.report("RDI2056", cover(into.target.span, destination.path.at(-1)?.span ?? into.target.span), {
      what: "`history` needs a `period`",
      why: "It names the columns that say when a version held.",
      hint: "Write `period (valid_from, valid_to)` after `key (…)`.",
    });
    return undefined;
  }
  return planPeriod(destination, period, sink);
}

function planPeriod(
  destination: TableDestination,
  period: NonNullable<TableDestination["period"]>,
  sink: Sink,
): PeriodPlan | undefined {
  const [from, to, current, ...more] = period.names;
  if (from === undefined || to === undefined || more.length > 0) {
    sink.report("RDI2056", period.span, {
      what: "a `period` has two or three columns",
      why: "They are the beginning, the end and, if you like, whether the version is the current one.",
      hint: "Write `period (valid_from, valid_to)` or `period (valid_from, valid_to, is_current)`.",
    });
    return undefined;
  }
  for (const [index, name] of period.names.entries()) {
    const first = period.names.slice(0, index).find((other) => other.text === name.text);
    if (first !== undefined)
      sink.report("RDI2007", name.span, { what: "the column", name: name.text }, [
        { span: first.span, label: "first named here" },
      ]);
    const listed = destination.columns.find((column) => column.name.text === name.text);
    if (listed !== undefined)
      sink.report("RDI2056", listed.name.span, {
        what: `\`${name.text}\` is filled in by \`history\``,
        why: "The columns of `period` are written by the target's clock, so they are not listed.",
        hint: "Remove the column from the block.",
      });
  }
  return { from: from.text, to: to.text, current: current?.text };
}
