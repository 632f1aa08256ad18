/** samples/pricing: every state that a key had is a version, and the versions of a key follow one another. */
import type { ChainableCommander } from "ioredis";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { random, type Random } from "../support/random.ts";
import { codesOf, startSample } from "../support/sample.ts";
import type { Comparison, Row } from "./expectations/expectation.ts";
import { PRICING } from "./expectations/pricing.ts";

const sample = await startSample("pricing", PRICING);
const { redis } = sample;
test.after(() => sample.close());

/** What was valid, in the order in which it was: a state's text, or undefined for a time without one. */
const past = new Map<string, (string | undefined)[]>();

test("the seed becomes open versions; what is only planned has none, and a price that is none is rejected", async () => {
  assert.equal(codesOf(await sample.settled()), { "price:turin:tea": "RDI5010" });
  const open = { valid_to: null, is_current: "t" };
  assert.equal(
    (await sample.rows("pricing.prices", "shop, sku")).map(({ valid_from: _, ...row }) => row),
    [
      { shop: "lisbon", sku: "pot", price: "24.00", currency: "USD", ...open },
      { shop: "lisbon", sku: "tea", price: "4.95", currency: "EUR", ...open },
      { shop: "oslo", sku: "tea", price: "59.00", currency: "NOK", ...open },
    ],
  );
  assert.equal(
    (await sample.rows("pricing.rates", "currency")).map(({ since: _, ...row }) => row),
    [
      { currency: "NOK", rate: "0.08532000", until: null },
      { currency: "USD", rate: "0.92000001", until: null },
    ],
  );
});

test("the versions of a key are its distinct states in their order, without gaps, overlaps or repetitions, across kill -9", async () => {
  const dice = random();
  await redis.del("price:turin:tea");
  note(await sample.settled());
  for (let round = 1; round <= 16 || (round <= 80 && statesSeen() <= 40); round++) {
    const crash = { 4: "meanwhile", 0: "before" }[round % 8];
    if (crash === "before") await sample.crash(() => changeSome(dice));
    else await Promise.all([changeSome(dice), crash === "meanwhile" && sample.crash()]);
    note(await sample.settled());
  }
  const versions = [...(await priceVersions()), ...(await rateVersions())];
  const of = (key: string): readonly Version[] => versions.filter((version) => version.key === key);
  for (const [key, states] of past) assert.equal(problemsOf(states, of(key)), [], `${key}: ${JSON.stringify(states)}`);
  assert.equal(
    versions.filter(({ key }) => !past.has(key)),
    [],
  );
  assert.ok(versions.length > 40, `only ${versions.length} versions`);
  await sample.stop();
});

/** Each of them is a version. */
function statesSeen(): number {
  return [...past.values()].flat().filter((state) => state !== undefined).length;
}

/** Appends to the past what is valid now, where it differs. A key that is rejected stays as it was. */
function note({ wanted, rejected }: Comparison): void {
  const now = new Map<string, string>();
  for (const row of wanted["pricing.prices"] ?? []) now.set(`price:${row["shop"]}:${row["sku"]}`, priceOf(row));
  for (const row of wanted["pricing.rates"] ?? []) now.set(`rate:${row["currency"]}`, String(row["rate"]));
  for (const key of new Set([...past.keys(), ...now.keys()])) {
    const states = past.get(key) ?? [];
    if (!rejected.has(key) && states.at(-1) !== now.get(key)) states.push(now.get(key));
    past.set(key, states);
  }
}

interface Version {
  readonly key: string;
  readonly state: string;
  /** Microseconds. */
  readonly from: bigint;
  readonly to: bigint | null;
  readonly isCurrent: boolean;
}

const MICROS = (column: string): string => `(extract(epoch FROM ${column}) * 1000000)::bigint`;

async function priceVersions(): Promise<readonly Version[]> {
  const rows = await sample.query(
    `SELECT *, ${MICROS("valid_from")} AS f, ${MICROS("valid_to")} AS t FROM pricing.prices ORDER BY valid_from`,
  );
  return rows.map((row) => version(`price:${row["shop"]}:${row["sku"]}`, priceOf(row), row, row["is_current"] === "t"));
}

async function rateVersions(): Promise<readonly Version[]> {
  const rows = await sample.query(
    `SELECT *, ${MICROS("since")} AS f, ${MICROS("until")} AS t FROM pricing.rates ORDER BY since`,
  );
  return rows.map((row) => version(`rate:${row["currency"]}`, String(row["rate"]), row, row["t"] === null));
}

function version(key: string, state: string, { f, t }: Row, isCurrent: boolean): Version {
  return { key, state, from: BigInt(f ?? "0"), to: typeof t === "string" ? BigInt(t) : null, isCurrent };
}

function priceOf(row: Row): string {
  return `${row["price"]} ${row["currency"]}`;
}

function problemsOf(states: readonly (string | undefined)[], versions: readonly Version[]): readonly string[] {
  const found: string[] = [];
  let before: Version | undefined;
  let isGap = true;
  const rest = [...versions];
  for (const state of states) {
    if (state === undefined) isGap = true;
    else {
      const next = rest.shift();
      if (next?.state !== state) return [...found, `${next?.state ?? "no version"} instead of ${state}`];
      if (before !== undefined && before.to === null) found.push(`${before.state} is still open`);
      if (before?.to && (isGap ? before.to > next.from : before.to !== next.from))
        found.push(`${before.to} → ${next.from}`);
      if (next.to !== null && next.to <= next.from) found.push(`${state} lasts no time`);
      if (next.isCurrent !== (next.to === null)) found.push(`${state} is called current, or is not`);
      before = next;
      isGap = false;
    }
  }
  if (before !== undefined && isGap !== (before.to !== null))
    found.push(`the last one, ${before.state}, should be ${isGap ? "closed" : "open"}`);
  return [...found, ...rest.map(({ state }) => `a version too many: ${state}`)];
}

/** Changes some keys, each of them once, since only what is seen is a version. */
async function changeSome(dice: Random): Promise<void> {
  const to = redis.pipeline();
  const keys = dice.shuffle(KEYS);
  while (keys.length > 0) {
    const key = keys.pop() ?? "";
    const other = dice.chance(0.1) ? keys.findIndex((one) => one.slice(0, 5) === key.slice(0, 5)) : -1;
    if (other >= 0) dice.pick(PAIRS)(to, key, ...keys.splice(other, 1));
    else if (dice.chance(0.7)) dice.pick(key.startsWith("rate:") ? RATES : PRICES)(to, dice, key);
  }
  await to.exec();
}

const KEYS = [
  ...["lisbon", "oslo", "turin"].flatMap((shop) => ["tea", "pot", "Tasse à thé"].map((sku) => `price:${shop}:${sku}`)),
  ...["NOK", "USD", "JPY", "CHF"].map((currency) => `rate:${currency}`),
];

type Change = (to: ChainableCommander, dice: Random, key: string) => unknown;

/** In one step, so that nobody sees that it was gone. */
const AGAIN = "redis.call('DEL', KEYS[1]) redis.call('HSET', KEYS[1], 'price', ARGV[1])";

const PRICES: readonly Change[] = [
  (to, dice, key) => to.hset(key, { price: dice.int(1, 9999) / 100 }),
  (to, dice, key) => to.hset(key, { price: dice.pick(["5", "5.00", "5.0"]), currency: dice.pick(["EUR", "USD"]) }),
  (to, dice, key) => to.hset(key, { price: dice.pick(["5", "6"]), state: dice.pick(["planned", "sold"]) }),
  (to, dice, key) => to.hincrbyfloat(key, "price", dice.pick([0.5, 0.25])),
  (to, _, key) => to.hset(key, { note: "does not matter" }),
  (to, _, key) => to.hdel(key, "currency", "state"),
  (to, dice, key) => to.hset(key, dice.pick([{ price: "free" }, { price: "0.001" }, { currency: "EURO" }])),
  (to, dice, key) => to.eval(AGAIN, 1, key, dice.int(1, 3)),
  (to, _, key) => to.eval("redis.call('SET', KEYS[1], 'another kind')", 1, key),
  (to, _, key) => to.del(key),
  (to, _, key) => to.pexpire(key, 1),
];

const RATES: readonly Change[] = [
  (to, dice, key) => to.set(key, dice.pick(["0.9", "0.90", "1e0", "1.25000001"])),
  (to, dice, key) => to.set(key, String(dice.int(1, 999) / 1000)),
  (to, _, key) => to.incrbyfloat(key, 0.125),
  (to, dice, key) => to.set(key, dice.pick(["much", "0.000000001", ""])),
  (to, _, key) => to.getdel(key),
  (to, _, key) => to.unlink(key),
];

const PAIRS: readonly ((to: ChainableCommander, from: string, ...into: string[]) => unknown)[] = [
  (to, from, ...into) => to.call("RENAME", from, ...into),
  (to, from, ...into) => to.call("COPY", from, ...into, "REPLACE"),
];

test.run();
