import { coerceError } from "../../runtime/errors.ts";
import type { Behaviour } from "./behaviour.ts";
import { TOPICS } from "./behaviours.ts";
import { onBench, type Setting } from "./bench.ts";
import type { TypeFact } from "./facts.ts";
import { PROBES, type ProbeName } from "./probes.ts";

export type Verdict =
  | { readonly result: "passed"; readonly facts: readonly TypeFact[] }
  | { readonly result: "failed"; readonly error: Error }
  | { readonly result: "not supported"; readonly why: string };

export interface ListedBehaviour {
  readonly topic: string;
  readonly behaviour: Behaviour;
}

/** What a server lacks: why, by the probe's name. */
export type Lacks = ReadonlyMap<ProbeName, string>;

/** Those whose topic or name has one of the words, or all of them. */
export function listed(words: readonly string[] = []): readonly ListedBehaviour[] {
  const all = TOPICS.flatMap(({ topic, behaviours }) => behaviours.map((behaviour) => ({ topic, behaviour })));
  if (words.length === 0) return all;
  return all.filter(({ topic, behaviour }) => {
    const text = `${topic}: ${behaviour.name}`.toLowerCase();
    return words.some((word) => text.includes(word.toLowerCase()));
  });
}

export async function probe({ target, server }: Setting): Promise<Lacks> {
  const database = await server.emptyDatabase();
  const lacks = new Map<ProbeName, string>();
  try {
    for (const name of PROBES) {
      const why = await target.probes[name](server, database);
      if (why !== undefined) lacks.set(name, why);
    }
    return lacks;
  } finally {
    await database.drop();
  }
}

/** Undefined where the server has all that it needs. */
export function unsupported({ needs = [] }: Behaviour, lacks: Lacks): string | undefined {
  const missing = needs.flatMap((name) => (lacks.has(name) ? [`${name}: ${lacks.get(name)}`] : []));
  return missing.length === 0 ? undefined : missing.join("; ");
}

export async function judge(setting: Setting, lacks: Lacks, behaviour: Behaviour): Promise<Verdict> {
  const why = unsupported(behaviour, lacks);
  if (why !== undefined) return { result: "not supported", why };
  try {
    return { result: "passed", facts: await onBench(setting, behaviour) };
  } catch (thrown) {
    return { result: "failed", error: coerceError(thrown) };
  }
}
