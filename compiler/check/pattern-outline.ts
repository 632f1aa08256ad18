import type { PatternPlan } from "../plan/ir.ts";

/**
 * The parts of a key between its colons. No capture but `any` can hold a colon, so two patterns can only have a key in common when their
 * parts agree one by one. That is necessary, not sufficient; it costs a few comparisons of short texts.
 */
export interface PatternOutline {
  readonly segments: readonly Segment[];
  /** Whether the last segment is the beginning of anything, colons included. */
  readonly open: boolean;
}

interface Segment {
  /** The literal text at its beginning. */
  readonly begin: string;
  /** Whether there is nothing else in it. */
  readonly whole: boolean;
}

export function outlineOf({ parts }: PatternPlan): PatternOutline {
  const segments: { begin: string; whole: boolean }[] = [];
  let current = { begin: "", whole: true };
  segments.push(current);
  for (const part of parts) {
    if (part.kind === "capture") current.whole = false;
    if (part.kind === "capture" && part.type === "any") return { segments, open: true };
    if (part.kind === "capture") continue;
    part.text.split(":").forEach((text, index) => {
      if (index > 0) segments.push((current = { begin: "", whole: true }));
      if (current.whole) current.begin += text;
    });
  }
  return { segments, open: false };
}

export function outlinesMeet(a: PatternOutline, b: PatternOutline): boolean {
  const [short, long] = a.segments.length <= b.segments.length ? [a, b] : [b, a];
  if (short.segments.length < long.segments.length && !short.open) return false;
  return short.segments.every((segment, index) => {
    const other = long.segments[index];
    return other === undefined || segmentsMeet(segment, other);
  });
}

function segmentsMeet(a: Segment, b: Segment): boolean {
  if (a.whole && b.whole) return a.begin === b.begin;
  if (a.whole) return a.begin.startsWith(b.begin);
  if (b.whole) return b.begin.startsWith(a.begin);
  return a.begin.startsWith(b.begin) || b.begin.startsWith(a.begin);
}
