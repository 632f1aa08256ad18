/** The rules of lanes, fence, position, overflow and sweep as a small model: every state is looked at, and each rule that is taken out has to be missed. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findSpin, noteNotRun, removeFolder, runProgram, temporaryFolder } from "../setup/servers.mjs";

/** In one lane unless it says otherwise. */
interface Variant {
  readonly lanes?: number;
  readonly writes?: number;
  readonly budget?: number;
  readonly claims?: number;
  readonly crashes?: number;
  readonly flags?: readonly string[];
}

const MODEL = "lanes.pml";
const LIMIT_MS = 60_000;
const SEARCH = ["-w", "-DSAFETY", "-DMEMLIM=1000"];

const holds: readonly (readonly [string, Variant])[] = [
  ["two owners of a lane, and capture crashes", { claims: 2, crashes: 1 }],
  ["three claims of a lane, with late and lost transactions", { claims: 3 }],
  ["a stream overflows while owners change", { claims: 2, budget: 1 }],
  ["a stream overflows again while it is swept", { budget: 1, writes: 3 }],
  ["capture crashes and forgets what is too much for its memory", { crashes: 1, flags: ["FORGETFUL"] }],
  ["Redis fails over to a replica that was behind", { crashes: 1, flags: ["FAILOVERS"] }],
  ["Redis fails over while it is swept", { writes: 1, flags: ["FAILOVERS", "FORGETFUL"] }],
  ["two lanes, and capture crashes", { lanes: 2, crashes: 1 }],
];

const broken: readonly (readonly [string, string, "never_back" | "no_lost_change", Variant])[] = [
  ["no fence", "NO_FENCE", "never_back", { claims: 2 }],
  ["no fence", "NO_FENCE", "no_lost_change", { claims: 2 }],
  ["an epoch that is issued after the first read", "EPOCH_AFTER_READ", "never_back", { claims: 2 }],
  ["entries that are removed before the commit", "REMOVED_FIRST", "no_lost_change", { claims: 2 }],
  ["a position that is saved before its entries", "POSITION_FIRST", "no_lost_change", { crashes: 1 }],
  ["an overflow that asks for no sweep", "NO_SWEEP_AFTER_OVERFLOW", "no_lost_change", { budget: 1 }],
  [
    "a position that moves before the sweep is asked for",
    "POSITION_BEFORE_MARK",
    "no_lost_change",
    { crashes: 1, flags: ["FORGETFUL"] },
  ],
  ["a mark that does not tell an overflow in mid-sweep", "BOOLEAN_MARK", "no_lost_change", { flags: ["FORGETFUL"] }],
  ["a position from memory after a failover", "RESUME_FROM_MEMORY", "no_lost_change", { flags: ["FAILOVERS"] }],
  [
    "a sweep that goes on after a failover",
    "SWEEP_GOES_ON",
    "no_lost_change",
    { writes: 1, flags: ["FAILOVERS", "FORGETFUL"] },
  ],
  ["lanes that resume from the highest position", "RESUME_FROM_HIGHEST", "no_lost_change", { lanes: 2, crashes: 1 }],
];

type Programs = NonNullable<Awaited<ReturnType<typeof findSpin>>>;

/** Searches all states, or until an assertion fails, which is soon: then the compiler had better be quick. Replies what the search says. */
async function search({ spin, compiler }: Programs, variant: Variant, optimize: "-O0" | "-O1"): Promise<string> {
  const folder = temporaryFolder("model");
  const { lanes = 1, writes = 2, budget = 2, claims = 1, crashes = 0, flags = [] } = variant;
  const sizes = { LANES: lanes, WRITES: writes, BUDGET: budget, CLAIMS: claims, CRASHES: crashes };
  const names = [...Object.entries(sizes).map(([name, value]) => `${name}=${value}`), ...flags];
  copyFileSync(join(import.meta.dirname, MODEL), join(folder, MODEL));
  const options = { cwd: folder, limit: LIMIT_MS };
  try {
    const steps = [
      [spin, ["-a", ...names.map((name) => `-D${name}`), MODEL]],
      [compiler, [optimize, ...SEARCH, "-o", "pan", "pan.c"]],
      [join(folder, "pan"), ["-E", "-n", "-m10000", "-w22"]],
    ] as const;
    let said = "";
    for (const [program, args] of steps) {
      const { code, output } = await runProgram(program, args, options);
      assert.is(code, 0, output);
      said = output;
    }
    return said;
  } finally {
    removeFolder(folder);
  }
}

const programs = await findSpin();

function modelTest(name: string, run: (found: Programs) => Promise<void>): void {
  if (programs === undefined) noteNotRun(name, "the model checker Spin and a C compiler");
  else test(name, () => run(programs));
}

for (const [name, variant] of holds) {
  modelTest(`no change is lost and no row goes back: ${name}`, async (found) => {
    const said = await search(found, variant, "-O1");
    assert.match(said, /errors: 0/);
    assert.not.match(said, /Search not completed|max search depth too small/);
  });
}

for (const [name, flag, property, variant] of broken) {
  const what = property === "never_back" ? "a row that goes back" : "a lost change";
  modelTest(`the model finds ${what}: ${name}`, async (found) => {
    const said = await search(
      found,
      { ...variant, flags: [...(variant.flags ?? []), flag, `ASSERTED=${property}`] },
      "-O0",
    );
    assert.match(said, `assertion violated ${property}`);
  });
}

test.run();
