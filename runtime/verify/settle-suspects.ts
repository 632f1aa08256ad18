import type { Difference, KeyLook, Looker } from "./look.ts";
import type { Passing } from "./passing.ts";

/**
 * What became of a key that differed at first:
 * - `differs`: the same difference was there each time that everything before it had been applied;
 * - `changing`: it changes so often that no two looks saw the same;
 * - `waiting`: its change waits in a stream that does not move.
 */
export interface Verdict {
  readonly key: string;
  readonly kind: KeyLook["kind"] | "changing" | "waiting";
  readonly differences: readonly Difference[];
}

/** A key that changes to and fro may look alike twice by chance. */
const LOOKS = 3;
const LIMIT_MS = 10_000;

interface Open {
  readonly evidence: string;
  readonly seen: number;
}

/** Looks again at keys that differ, by the evidence of it, until each is known to differ or not, however busy the system. */
export async function settleSuspects(
  suspects: ReadonlyMap<string, string>,
  look: Looker,
  passing: Passing,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const began = Date.now();
  let open = new Map<string, Open>([...suspects].map(([key, evidence]) => [key, { evidence, seen: 1 }]));
  for (let looked = 2; open.size > 0; looked++) {
    const passed = await passing.pass();
    const waiting = passed ? NONE : await passing.waiting(new Set(open.keys()));
    const { looks } = await look([...open.keys()]);
    // However long a look takes, what looks the same each time is known to differ.
    const isLast = looked >= LOOKS && Date.now() - began > LIMIT_MS;
    const next = new Map<string, Open>();
    for (const [key, before] of open) {
      const verdict = judge({ key, before, look: looks.get(key), isWaiting: waiting.has(key), isLast });
      if ("kind" in verdict) verdicts.push(verdict);
      else next.set(key, verdict);
    }
    open = next;
  }
  return verdicts;
}

const NONE: ReadonlySet<string> = new Set();

interface Judged {
  readonly key: string;
  readonly before: Open;
  readonly look: KeyLook | undefined;
  readonly isWaiting: boolean;
  readonly isLast: boolean;
}

function judge({ key, before, look, isWaiting, isLast }: Judged): Verdict | Open {
  if (look === undefined) return { key, kind: "equal", differences: [] };
  if (look.kind !== "differs") return { key, ...look };
  if (isWaiting) return { key, kind: "waiting", differences: [] };
  const evidence = evidenceOf(look.differences);
  const seen = evidence === before.evidence ? before.seen + 1 : 1;
  if (seen >= LOOKS) return { key, ...look };
  return isLast ? { key, kind: "changing", differences: [] } : { evidence, seen };
}

/** The stored row's version is part of it: where the row was written meanwhile, what differs now is another difference. */
export function evidenceOf(differences: readonly Difference[]): string {
  return JSON.stringify(differences.map((one) => ({ ...one, table: one.table.table })));
}
