import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually.ts";
import { random, type Random } from "../support/random.ts";
import { compare, type Compared, type Difference } from "./comparison/compare.ts";
import { NOT_YET } from "./not-yet.ts";
import { createObserver, type Observer } from "./observer.ts";
import type { Fault } from "./place.ts";
import { byName, countsOf, type Failure, type Report } from "./report.ts";
import { setStage, type Staged } from "./stage.ts";
import type { Topology } from "./topology.ts";
import { trouble, type Ledger } from "./trouble.ts";

export interface RunPlan {
  readonly bundle: string;
  readonly seed: number;
  readonly seconds: number;
  readonly startTopology: () => Promise<Topology>;
  readonly quick: readonly Fault[];
  readonly heavy: readonly Fault[];
  readonly log: (line: string) => void;
  /** How long rows may take to be right once everything is well; a limit for a busy machine, not a promise. */
  readonly patience?: number;
}

export interface Outcome {
  readonly report: Report;
  /** Undefined when everything was right. */
  readonly failure: Failure | undefined;
  /** What the workers wrote. */
  readonly output: string;
}

/** The average has to be above 500; what is refused, or meets a key of another kind, is no change. */
const PER_SECOND = 800;
/** A comparison ends each round. */
const ROUND_SECONDS = 30;
const PATIENCE_MS = 180_000;
const SEEDED = 150;

/** Lets everything go wrong for so long, and compares at the quiet points and at the end. Stops at the first comparison that fails. */
export async function run(plan: RunPlan): Promise<Outcome> {
  const dice = random(plan.seed);
  const place = await setStage({ ...plan, dice: random(dice.int(0, 2 ** 31)) });
  const state: RunState = {
    ...{ plan, place, observer: createObserver(place), ledger: { counts: new Map(), broken: [] } },
    ...{ comparisons: 0, writing: 0, brakes: 0 },
  };
  try {
    await start(place);
    const rounds = Math.max(1, Math.round(plan.seconds / ROUND_SECONDS));
    let compared: Compared | undefined;
    for (let round = 1; round <= rounds && (compared?.differences.length ?? 0) === 0; round++) {
      await makeTrouble(state, random(dice.int(0, 2 ** 31)), plan.seconds / rounds);
      compared = await settle(state);
      plan.log(`round ${round}: ${compared.rows} rows, ${compared.differences.length} differences`);
      if (state.ledger.broken.length > 0) break;
    }
    return outcomeOf(state, compared);
  } finally {
    await place.close();
  }
}

interface RunState {
  readonly plan: RunPlan;
  readonly place: Staged;
  readonly observer: Observer;
  readonly ledger: Ledger;
  comparisons: number;
  /** Seconds in which writers were at work. */
  writing: number;
  brakes: number;
}

/** Some keys are there before the workers are, so there is a first load. */
async function start(place: Staged): Promise<void> {
  await place.writer.still(SEEDED);
  place.still = SEEDED;
  const beats = async (): Promise<boolean> => {
    const { rows } = await place.database.query("SELECT 1 FROM chaos.people LIMIT 1");
    return rows.length > 0;
  };
  await eventually("the first rows are there", beats, { within: PATIENCE_MS, every: 100 });
}

async function makeTrouble(state: RunState, dice: Random, seconds: number): Promise<void> {
  const { place, plan, observer, ledger } = state;
  const [one, other] = [random(dice.int(0, 2 ** 31)), random(dice.int(0, 2 ** 31))];
  const stop = new AbortController();
  const began = performance.now();
  const work = [place.writer.run(PER_SECOND, stop.signal), observer.watch(stop.signal)];
  try {
    const heavy = new AbortController();
    await Promise.all([
      trouble(place, one, { faults: plan.quick, seconds, pause: [100, 1200], ledger, others: heavy.signal }),
      trouble(place, other, { faults: plan.heavy, seconds, pause: [300, 1800], ledger }).finally(() => heavy.abort()),
    ]);
  } finally {
    stop.abort();
    await place.topology.heal();
    await Promise.all(work);
  }
  state.writing += (performance.now() - began) / 1000;
}

/** Waits, with everything well and nobody writing, until keys and rows agree; returns what is still wrong, should that take too long. */
async function settle(state: RunState): Promise<Compared> {
  const { place, plan } = state;
  place.history.event("quiet");
  await place.postgres.start();
  await place.workers.heal();
  const deadline = Date.now() + (plan.patience ?? PATIENCE_MS);
  let last: Compared = { keys: 0, rows: 0, differences: [] };
  let why = "nothing was compared";
  for (let look = 1; ; look++) {
    try {
      last = await compare({ redis: place.redis, database: place.database, since: place.targetSetBack });
      why = "";
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
    if (why === "" && last.differences.length === 0) break;
    if (Date.now() > deadline) break;
    if (look % 10 === 0) state.brakes += (await place.acceptDeletes()).length;
    await sleep(300);
  }
  state.comparisons++;
  if (why !== "") state.ledger.broken.push(`the comparison could not be made: ${why}`);
  return last;
}

function outcomeOf(state: RunState, compared: Compared | undefined): Outcome {
  const { plan, place, ledger, observer, comparisons, writing, brakes } = state;
  const { changes } = place.history;
  const differences: readonly Difference[] = compared?.differences ?? [];
  const output = place.workers.output();
  const broken = [...ledger.broken, ...complaintsOf(output)];
  const report: Report = {
    ...{ seed: plan.seed, topology: place.topology.name, seconds: Math.round(writing) },
    faults: [...ledger.counts.values()].reduce((sum, count) => sum + count, 0),
    faults_by_kind: byName(ledger.counts),
    not_yet: NOT_YET.map(({ what, why }) => `${what}: ${why}`),
    ...{ changes, changes_per_second: Math.round(changes / writing) },
    ...{ comparisons, keys: compared?.keys ?? 0, rows: compared?.rows ?? 0 },
    ...countsOf(differences),
    broken,
    sweeps_by_cause: sweepsOf(output),
    ...observer.peaks(),
    brakes_accepted: brakes,
  };
  const [first] = differences;
  const history = first === undefined ? [] : place.history.of(first.key);
  return { report, output, failure: first === undefined ? undefined : { differences, history } };
}

/** What no fault may lead to. */
function complaintsOf(output: string): readonly string[] {
  const lines = output.match(/.*(is halted|istake of ours|RDI5044|ended with 70\b).*/g) ?? [];
  return [...new Set(lines.map((line) => line.slice(0, 500)))].slice(0, 5);
}

function sweepsOf(output: string): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const [, cause = ""] of output.matchAll(/"cause":"(\w+)","msg":"a sweep begins"/g))
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return byName(counts);
}
