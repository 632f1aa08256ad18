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

/** Passes on the first reports: of a construct that is wrong a thousand times nobody reads more, and each of them is printed with its line. */
export function firstReports(sink: Sink, most: number): Sink {
  let left = most;
  return {
    ...sink,
    report: (...report) => {
      if (left-- > 0) sink.report(...report);
    },
  };
}

export function createSink(): Sink {
  const found: Diagnostic[] = [];
  const places = new Map<SourceFile, Set<string>>();
  function isNew(code: CheckCode, { file, start, end }: Span): boolean {
    const known = places.get(file) ?? new Set();
    const before = known.size;
    places.set(file, known.add(`${code} ${start} ${end}`));
    return known.size > before;
  }
  return {
    report(code, span, params, related = []) {
      if (isNew(code, span)) found.push(diagnose(code, span, params, related));
    },
    diagnostics: () => found,
  };
}
