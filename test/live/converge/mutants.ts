/**
 * Shows that the convergence test would notice: each mutant breaks one rule in the bundle's text and has to be caught within a few trials.
 * It takes a quarter of an hour, so it is no part of the tests:
 *
 *     node --import tsx test/live/converge/mutants.ts [NAME …]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endAll, temporaryFolder } from "../../setup/servers.mjs";
import { random } from "../../support/random.ts";
import { buildShop, runTrial } from "./trial.ts";

interface Mutant {
  readonly name: string;
  /** Each text stands in the bundle exactly once. */
  readonly changes: readonly (readonly [string, string])[];
}

const TRIALS = 4;
const STASH = "globalThis.stash ??= new Map()";

const MUTANTS: readonly Mutant[] = [
  {
    name: "entries-removed-before-commit",
    changes: [
      [
        "  const settled = await settle(writer, prepared.mapped);",
        "  await removeEntries(lane, prepared);\n  const settled = await settle(writer, prepared.mapped);",
      ],
    ],
  },
  {
    name: "absent-keys-ignored",
    changes: [["if (match === void 0) out.unmatched++;", "if (match === void 0 || !present) out.unmatched++;"]],
  },
  {
    name: "absent-owners-not-removed",
    changes: [["removals: moving ? [] : backwards.flatMap(removeAbsent)", "removals: []"]],
  },
  {
    name: "fence-removed",
    changes: [["c.epoch = $3::int8 AND c.seq = $4::int8", "$3::int8 IS NOT NULL AND $4::int8 IS NOT NULL"]],
  },
  // Nothing notices that the epoch is not raised: seq alone refuses whoever commits second, and who was refused reads again.
  {
    name: "position-saved-before-the-entries",
    changes: [
      [
        "  const transaction = client.multi();",
        "  await client.hset(keys.position, SHARD, encodePosition(position));\n  const transaction = client.multi();",
      ],
    ],
  },
  {
    name: "position-resumed-from-memory",
    changes: [
      [
        "const positions = saved.map(({ position }) => view.distrusted ? void 0 : position);",
        "const positions = saved.map(({ position }) => view.streaming?.reader.position() ?? globalThis.last ?? position);",
      ],
      ["    view.streaming = void 0;", "    globalThis.last = view.streaming?.reader.position() ?? globalThis.last;"],
      [
        "const position = kept ? saved?.position : void 0;",
        "const position = kept ? globalThis.last ?? saved?.position : void 0;",
      ],
    ],
  },
  {
    name: "read-ahead-kept-after-a-failed-commit",
    changes: [
      [
        "      await committing;\n      committing = guarded(commitPart(lane, prepared));",
        `      await committing?.catch((error) => {
        (${STASH}).set(lane.keys.stream(lane.route.name), prepared);
        throw error;
      });
      committing = guarded(commitPart(lane, prepared));`,
      ],
      [
        "  let committing;\n  try {",
        `  const stashed = (${STASH}).get(lane.keys.stream(lane.route.name));
  stash.delete(lane.keys.stream(lane.route.name));
  let committing = stashed && guarded(commitPart(lane, stashed));
  try {`,
      ],
    ],
  },
  {
    name: "notes-of-a-replaced-owner-accepted",
    changes: [
      ["redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply", "false then return redis.error_reply"],
    ],
  },
];

const chosen = process.argv.slice(2);
let missed = 0;
const dice = random();
const original = readFileSync(await buildShop(3), "utf8");
for (const mutant of MUTANTS.filter(({ name }) => chosen.length === 0 || chosen.includes(name))) {
  const found = await hunt(mutant);
  if (found === undefined) missed++;
  console.log(found ?? `MISSED ${mutant.name}: ${TRIALS} trials noticed nothing`);
}
await endAll();
process.exitCode = missed === 0 ? 0 : 1;

/** What gave the mutant away; undefined when nothing did. */
async function hunt({ name, changes }: Mutant): Promise<string | undefined> {
  const text = changes.reduce((changed, [from, to]) => replacedOnce(changed, from, to), original);
  for (let trial = 1; trial <= TRIALS; trial++) {
    const bundle = join(temporaryFolder("mutant"), "worker.mjs");
    writeFileSync(bundle, text);
    const seed = dice.int(0, 2 ** 31);
    const wrong = await runTrial({
      bundle,
      dice: random(seed),
      rounds: 2,
      seconds: 12,
      perSecond: 400,
      within: 15_000,
    }).catch((error: unknown) => [String(error)]);
    if (wrong.length > 0)
      return `caught ${name} in trial ${trial} (seed ${seed}): ${wrong.length} reasons, first: ${wrong[0]}`;
  }
  return undefined;
}

function replacedOnce(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`The bundle holds ${parts.length - 1} times: ${from}`);
  return parts.join(to);
}
