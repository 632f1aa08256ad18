import type { Diagnostic, RelatedPlace } from "../../grammar/diagnostic.ts";
import type { SourceFile, Span } from "../../grammar/source.ts";
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
  const places = new Map<SourceFile, Set<string>>();
  return {
    report(code, span, params, related = []) {
      const known = places.get(span.file) ?? new Set();
      places.set(span.file, known);
      const place = `${code} ${span.start} ${span.end}`;
      if (known.has(place)) return;
      known.add(place);
      found.push(diagnose(code, span, params, related));
    },
    diagnostics: () => found,
  };
}
