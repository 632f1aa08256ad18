import type { Diagnostic, RelatedPlace } from "../../grammar/diagnostic.ts";
import type { Span } from "../../grammar/source.ts";
import { diagnose } from "../messages.ts";
import type { CheckCode, ParamsOf } from "../messages.ts";

/** Collects diagnostics. The same code at the same place counts once: an expression may be looked at twice. */
export interface Sink {
  report<Code extends CheckCode>(
    code: Code,
    span: Span,
    params: ParamsOf<Code>,
    related?: readonly RelatedPlace[],
  ): void;
  readonly diagnostics: () => readonly Diagnostic[];
}

export function createSink(): Sink {
  const found: Diagnostic[] = [];
  return {
    report(code, span, params, related = []) {
      const known = found.some((other) => other.code === code && sameSpan(other.span, span));
      if (!known) found.push(diagnose(code, span, params, related));
    },
    diagnostics: () => found,
  };
}

function sameSpan(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}
