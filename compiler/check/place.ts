import type { Span } from "../../grammar/source.ts";
import { positionAt } from "../../grammar/source.ts";
import type { Place, SitePlan } from "../plan/ir.ts";

export function placeOf(span: Span): Place {
  return { file: span.file.path, line: positionAt(span.file, span.start).line };
}

export function siteOf(what: Omit<SitePlan, "line">, span: Span): SitePlan {
  return { ...what, line: positionAt(span.file, span.start).line };
}
