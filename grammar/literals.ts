import type { DurationLiteral, SizeLiteral } from "./ast.ts";
import type { Span } from "./source.ts";

/** `20ms`, `7d`: the digits and unit of a duration token. */
export function durationOf(span: Span, text: string): DurationLiteral {
  const [, digits = "0", unit = "s"] = /^([0-9]+)([a-z]+)$/.exec(text) ?? [];
  return { kind: "duration", span, text, micros: BigInt(digits) * (microsOf[unit] ?? 1n) };
}

/** `64kb`: kb, mb and gb are powers of 1024. */
export function sizeOf(span: Span, text: string): SizeLiteral {
  const [, digits = "0", unit = "kb"] = /^([0-9]+)([a-z]+)$/.exec(text) ?? [];
  return { kind: "size", span, text, bytes: Number(digits) * (bytesOf[unit] ?? 1) };
}

const microsOf: Readonly<Record<string, bigint>> = {
  ms: 1_000n,
  s: 1_000_000n,
  m: 60_000_000n,
  h: 3_600_000_000n,
  d: 86_400_000_000n,
};

const bytesOf: Readonly<Record<string, number>> = { kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };
