import type { Random } from "../../support/random.ts";
import { random } from "../../support/random.ts";
import { QUICK_FAULTS, SINGLE_FAULTS } from "../faults/index.ts";
import type { Fault } from "../place.ts";
import { run } from "../run.ts";
import { startSingle } from "../topology-single.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const TRIALS = 4;
const SECONDS = 20;
/** Mutants never get right what they lost, so there is no need to wait for long. */
const PATIENCE_MS = 25_000;

export interface Hunted {
  readonly mutant: string;
  readonly caught: boolean;
  readonly trials: number;
  readonly seed: number;
  readonly lost: number;
  readonly stale: number;
  readonly extra: number;
}

/** Breaks the product in one place at a time, and tells what gave each mutant away. */
export async function hunt(names: readonly string[], dice: Random): Promise<readonly Hunted[]> {
  const workshop = openWorkshop();
  const found: Hunted[] = [];
  for (const mutant of MUTANTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const hunted = await huntOne(workshop, mutant, dice);
    console.error(`${hunted.caught ? "caught" : "MISSED"} ${JSON.stringify(hunted)}`);
    found.push(hunted);
  }
  return found;
}

async function huntOne(workshop: Workshop, mutant: Mutant, dice: Random): Promise<Hunted> {
  const bundle = await workshop.build(mutant);
  let last = { mutant: mutant.name, caught: false, trials: 0, seed: 0, lost: 0, stale: 0, extra: 0 };
  for (let trials = 1; trials <= TRIALS && !last.caught; trials++) {
    const seed = dice.int(0, 2 ** 31);
    const { lost, stale, extra } = await trial(bundle, mutant, seed);
    last = { mutant: mutant.name, caught: lost + stale + extra > 0, trials, seed, lost, stale, extra };
  }
  return last;
}

async function trial(bundle: string, { quick, heavy }: Mutant, seed: number) {
  const { report, failure } = await run({
    ...{ bundle, seed: random(seed).seed, seconds: SECONDS, startTopology: startSingle, patience: PATIENCE_MS },
    quick: chosen(QUICK_FAULTS, quick),
    heavy: chosen(SINGLE_FAULTS, heavy),
    log: () => undefined,
  });
  const [first] = failure?.differences ?? [];
  if (first !== undefined) console.error(`  ${first.kind} in ${first.table}, ${first.key}: ${first.text}`);
  return report;
}

function chosen(faults: readonly Fault[], words: readonly string[]): readonly Fault[] {
  return faults.filter(({ kind }) => words.some((word) => kind.includes(word)));
}
