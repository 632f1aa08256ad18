import type { Call } from "../../grammar/ast.ts";
import { BUILT_INS, SIGNATURES } from "./built-ins.ts";
import type { Context } from "./context.ts";

/** How many arguments can be left out of the functions that have rules of their own. */
const OPTIONAL: ReadonlyMap<string, number> = new Map([
  ["split", 1],
  ["regex_extract", 1],
  // Only a timestamptz needs a zone.
  ["parse_time", 1],
  ["format_time", 1],
  ["date_of", 1],
  ["time_of", 1],
  ["start_of", 1],
  ["extract", 1],
]);

/** Reports a wrong number of arguments. */
export function argumentsFit(expr: Call, context: Context): boolean {
  const name = expr.name.text;
  const signature = SIGNATURES.get(name);
  if (signature === undefined) return false;
  const most = countOf(signature);
  const least = BUILT_INS.get(name)?.required ?? most - (OPTIONAL.get(name) ?? 0);
  const found = expr.args.length;
  if (found >= least && found <= most) return true;
  context.sink.report("RDI2025", expr.span, { name, signature, found });
  return false;
}

function countOf(signature: string): number {
  const inside = signature.slice(signature.indexOf("(") + 1, -1);
  return inside === "" ? 0 : inside.split(",").length;
}
