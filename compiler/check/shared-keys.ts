import type { CheckedKey } from "./redis-destination.ts";
import type { Sink } from "./sink.ts";

/** Two `into` whose keys differ at most in what their holes hold write one key, which only some of them may. */
export function checkSharedKeys(keys: readonly CheckedKey[], sink: Sink): void {
  const byKey = new Map<string, CheckedKey[]>();
  for (const key of keys) {
    if (key.target === undefined) continue;
    const name = JSON.stringify([key.target.name, outlineOf(key)]);
    const writers = byKey.get(name) ?? [];
    const rival = writers.find((earlier) => !mayShare(earlier, key));
    if (rival !== undefined) report(rival, key, sink);
    byKey.set(name, [...writers, key]);
  }
}

function report(earlier: CheckedKey, key: CheckedKey, sink: Sink): void {
  const other = earlier.job === key.job ? undefined : earlier.job.text;
  sink.report("RDI2085", key.destination.key.span, { other }, [
    { span: earlier.destination.key.span, label: "the other one" },
  ]);
}

function outlineOf({ destination: { key } }: CheckedKey): readonly (string | null)[] {
  return key.parts.map((part) => (part.kind === "text" ? part.text : null));
}

function mayShare(a: CheckedKey, b: CheckedKey): boolean {
  if (a.plan.kind !== b.plan.kind || a.plan.merge !== b.plan.merge) return false;
  if (a.job === b.job || a.plan.kind === "stream") return true;
  return a.plan.merge && areApart(a, b);
}

/** Whether they name different fields, as far as the text tells. */
function areApart(a: CheckedKey, b: CheckedKey): boolean {
  const [names, others] = [namesOf(a), namesOf(b)];
  return names !== undefined && others !== undefined && names.every((name) => !others.includes(name));
}

function namesOf({ destination: { value } }: CheckedKey): readonly string[] | undefined {
  const names = value.entries.map((entry) => (entry.kind === "spread" ? undefined : entry.name.text));
  return names.includes(undefined) ? undefined : names.filter((name) => name !== undefined);
}
