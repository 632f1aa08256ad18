import type { Expectation, StringLiteral } from "../../../grammar/ast.ts";
import { suggest } from "../../../grammar/suggest.ts";
import type { Expected, TargetValue } from "../../../runtime/rehearse.ts";
import type { RedisKeyPlan } from "../../plan/ir.ts";
import { checkRedisKind } from "../redis-kinds.ts";
import type { Sink } from "../sink.ts";
import { constantOf, constantText, type Constant } from "./constants.ts";
import type { ExpectationContext } from "./expectation.ts";
import { checkTestedTarget } from "./tested-target.ts";
import { entriesOfStream, storedValue } from "./stored-value.ts";
import type { TestedWorld, WrittenKey } from "./world.ts";

/** `expect cache hash "k" value`. Undefined where something was reported. */
export function keyExpectationOf(
  { target: name, system, key: literal, value }: Extract<Expectation, { kind: "rediskey" }>,
  { world, sink, now }: ExpectationContext,
): Expected | undefined {
  const target = checkTestedTarget(name, "key", { world, sink });
  const kind = checkRedisKind(system, sink);
  const key = constantText(literal, "the key of a test", sink);
  const constant = constantOf(value, { now, sink });
  if (target === undefined || kind === undefined || key === undefined || constant === undefined) return undefined;
  const writers = writersOf({ target: target.name, kind, key, literal }, world, sink);
  const expected = constant.kind === "null" ? null : targetValueOf(kind, constant, sink);
  if (expected === undefined || writers.length === 0) return undefined;
  const sensitive = writers.some((writer) => writer.sensitive);
  return { what: "key", target: target.name, key, value: expected ?? undefined, sensitive };
}

function targetValueOf(kind: RedisKeyPlan["kind"], constant: Constant, sink: Sink): TargetValue | undefined {
  if (kind !== "stream") return storedValue(kind, constant, sink);
  const entries = entriesOfStream(constant, sink);
  return entries && { kind, entries };
}

interface NamedKey {
  readonly target: string;
  readonly kind: RedisKeyPlan["kind"];
  readonly key: string;
  readonly literal: StringLiteral;
}

/** A key that nobody writes is absent whatever happens, which is reported. */
function writersOf({ target, kind, key, literal }: NamedKey, world: TestedWorld, sink: Sink): readonly WrittenKey[] {
  const written = world.keysWritten.filter((one) => one.target === target);
  const same = written.filter((one) => one.matches(key));
  const writers = same.filter((one) => one.kind === kind);
  if (writers.length > 0) return writers;
  const known = [...new Set(written.map(({ text }) => text))];
  sink.report("RDI2113", literal.span, {
    key,
    kind,
    target,
    kinds: [...new Set(same.map((one) => one.kind))],
    known: known.slice(0, MOST_KEYS),
    near: nearTo(key, written),
  });
  return [];
}

const MOST_KEYS = 8;

/** By what stands before the first hole. */
function nearTo(key: string, written: readonly WrittenKey[]): readonly string[] {
  const starts = new Map(written.map(({ text }) => [text.split("{")[0] ?? text, text]));
  const lengths = [...starts.keys()].filter((start) => start !== "");
  const near = lengths.flatMap((start) => suggest(key.slice(0, start.length), [start]));
  return [...new Set(near.flatMap((start) => starts.get(start) ?? []))].slice(0, 2);
}
