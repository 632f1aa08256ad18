import type { CommandPlan, FoundKey } from "./command-plan.ts";

/** A key specification (https://redis.io/docs/latest/develop/reference/key-specs/) of keys that the command may write. */
export interface KeySpec {
  readonly begin: Begin;
  readonly find: Find;
}

type Begin =
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "keyword"; readonly keyword: string; readonly startFrom: number }
  | { readonly kind: "unknown" };

type Find =
  | { readonly kind: "range"; readonly last: number; readonly step: number; readonly limit: number }
  | { readonly kind: "count"; readonly countAt: number; readonly first: number; readonly step: number }
  | { readonly kind: "unknown" };

const WRITES = new Set(["RW", "OW", "RM"]);

/** Reads the specifications of one command; those of keys that are only read are left out. */
export function readSpecs(reply: readonly unknown[]): readonly KeySpec[] {
  return reply.flatMap((each) => {
    const spec = readPairs(each);
    const flags = Array.isArray(spec.get("flags")) ? (spec.get("flags") as unknown[]).map(String) : [];
    if (flags.includes("not_key") || !flags.some((flag) => WRITES.has(flag))) return [];
    const begin = readBegin(readPairs(spec.get("begin_search")));
    const find = readFind(readPairs(spec.get("find_keys")));
    const whole: KeySpec = { begin, find };
    return flags.includes("incomplete") ? [whole, UNKNOWN] : [whole];
  });
}

const UNKNOWN: KeySpec = { begin: { kind: "unknown" }, find: { kind: "unknown" } };

function readBegin(reply: ReadonlyMap<string, unknown>): Begin {
  const spec = readPairs(reply.get("spec"));
  switch (reply.get("type")) {
    case "index":
      return { kind: "index", index: Number(spec.get("index")) };
    case "keyword":
      return { kind: "keyword", keyword: String(spec.get("keyword")), startFrom: Number(spec.get("startfrom")) };
    default:
      return { kind: "unknown" };
  }
}

function readFind(reply: ReadonlyMap<string, unknown>): Find {
  const spec = readPairs(reply.get("spec"));
  const step = Number(spec.get("keystep"));
  switch (reply.get("type")) {
    case "range":
      return { kind: "range", last: Number(spec.get("lastkey")), step, limit: Number(spec.get("limit")) };
    case "keynum":
      return { kind: "count", countAt: Number(spec.get("keynumidx")), first: Number(spec.get("firstkey")), step };
    default:
      return { kind: "unknown" };
  }
}

function readPairs(reply: unknown): ReadonlyMap<string, unknown> {
  const list: readonly unknown[] = Array.isArray(reply) ? reply : [];
  return new Map(list.flatMap((name, index) => (index % 2 === 0 ? [[String(name), list[index + 1]] as const] : [])));
}

export function planOfSpecs(name: string, specs: readonly KeySpec[]): CommandPlan {
  if (specs.length === 0) return { kind: "none", name };
  return (
    joinedRange(name, specs) ?? { kind: "whole", name, keys: (words) => specs.flatMap((spec) => find(spec, words)) }
  );
}

/** One range for specifications that lie side by side (RENAME: 1 and 2), so that the values of the command need not be looked at. */
function joinedRange(name: string, specs: readonly KeySpec[]): CommandPlan | undefined {
  const ranges = specs.map(rangeOf);
  let joined = ranges[0];
  for (const range of ranges.slice(1)) {
    if (joined === undefined || range === undefined) return undefined;
    const inside = range.first >= joined.first && range.last <= joined.last && range.last > 0;
    const beside = joined.step === 1 && range.step === 1 && joined.last > 0 && range.first === joined.last + 1;
    if (inside) continue;
    if (!beside) return undefined;
    joined = { ...joined, last: range.last };
  }
  return joined && { kind: "range", name, ...joined };
}

function rangeOf({ begin, find }: KeySpec) {
  if (begin.kind !== "index" || find.kind !== "range" || find.limit > 1) return undefined;
  const last = find.last < 0 ? find.last : begin.index + find.last;
  return { first: begin.index, last, step: Math.max(1, find.step) };
}

function find(spec: KeySpec, words: readonly string[]): readonly FoundKey[] {
  const start = startOf(spec.begin, words);
  if (start === undefined) return [];
  const { find } = spec;
  if (start === "unknown" || find.kind === "unknown") return words.slice(1).map((key) => ({ key }));
  if (find.kind === "count") {
    const count = Number(words[start + find.countAt]);
    const first = start + find.first;
    return every(words, first, first + (count - 1) * find.step, find.step);
  }
  const reach = find.limit > 1 ? Math.floor((words.length - start) / find.limit) + start : words.length;
  return every(words, start, find.last < 0 ? reach + find.last : start + find.last, find.step);
}

function startOf(begin: Begin, words: readonly string[]): number | "unknown" | undefined {
  switch (begin.kind) {
    case "index":
      return begin.index;
    case "keyword": {
      const wanted = begin.keyword.toUpperCase();
      const from = begin.startFrom < 0 ? words.length + begin.startFrom : begin.startFrom;
      // A negative start searches towards the front.
      const at =
        begin.startFrom < 0
          ? words.findLastIndex((word, index) => index <= from && index > 0 && word.toUpperCase() === wanted)
          : words.findIndex((word, index) => index >= from && word.toUpperCase() === wanted);
      return at < 0 ? undefined : at + 1;
    }
    case "unknown":
      return "unknown";
  }
}

function every(words: readonly string[], first: number, last: number, step: number): readonly FoundKey[] {
  const found: FoundKey[] = [];
  for (let at = first; at <= last; at += Math.max(1, step)) {
    const key = words[at];
    if (key !== undefined) found.push({ key });
  }
  return found;
}
