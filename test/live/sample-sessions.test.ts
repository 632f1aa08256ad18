/** samples/sessions: strings that expire, and rows that outlive them. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eventually } from "../support/eventually.ts";
import { random, type Random } from "../support/random.ts";
import { burstAndCrash, burstsUntil, codesOf, startSample, type Step } from "../support/sample.ts";
import type { Row } from "./expectations/expectation.ts";
import { isMarked, SESSIONS } from "./expectations/sessions.ts";

const uuid = (no: number): string => `0b0e7c1a-0000-4000-8000-${String(no).padStart(12, "0")}`;
const key = (no: number): string => `session:${uuid(no)}`;
const plain = (user: number): string => `{"user":{"id":${user}},"seen":"2026-02-01T00:00:00Z"}`;

const sample = await startSample("sessions", SESSIONS);
const { redis } = sample;
test.after(() => sample.close());

const sessions = (): Promise<readonly Row[]> => sample.rows("sessions.sessions", "sid");

test("the seed becomes sessions with their expiry, and counters to the last digit", async () => {
  assert.equal(codesOf(await sample.settled()), { [key(4)]: "RDI5010", "views:/broken": "RDI5010" });
  assert.equal(
    (await sessions()).map(({ expires_at, ...row }) => ({ ...row, expires: expires_at !== null })),
    [
      seeded(1, { roles: "editor,admin", theme: "dark", expires: true }),
      seeded(2, { last_seen: "2026-01-31 11:00:00.123456+00", expires: true }),
      seeded(3, { expires: false }),
    ],
  );
  assert.equal(await sample.rows("sessions.page_views", "page"), [
    { page: "/", views: "41" },
    { page: "/docs/a:b", views: "9223372036854775807" },
  ]);
});

test("a session that runs out keeps its row, one that is ended is marked, and one that returns is not marked any more", async () => {
  await redis.del(key(3));
  await redis.set(key(1), "no JSON").then(() => redis.unlink(key(1)));
  for (const no of [11, 12, 13]) await redis.set(key(no), plain(no), "PX", no === 13 ? 60_000 : 2000);
  await sample.settled();
  const before = await sessions();
  await redis.getdel(key(13));
  await redis.set(key(3), plain(33));
  await runOut(11, 12);
  await sample.settled();
  const after = byNumber(await sessions());
  assert.equal([after.get(11), after.get(12)], [byNumber(before).get(11), byNumber(before).get(12)]);
  assert.equal(
    [1, 3, 11, 12, 13].filter((no) => isMarked(after.get(no) ?? {})),
    [1, 13],
  );
  assert.is(after.get(3)?.["user_id"], "33");
});

test("what runs out or is ended while no worker runs is told apart as well", async () => {
  for (const no of [21, 22, 23, 24]) await redis.set(key(no), plain(no), "PX", no < 23 ? 2000 : 90_000);
  await sample.settled();
  await sample.crash(async () => {
    await redis.del(key(23));
    await redis.rename(key(24), "former");
    await runOut(21, 22);
  });
  await sample.settled();
  const rows = byNumber(await sessions());
  assert.equal(
    [21, 22, 23, 24].filter((no) => isMarked(rows.get(no) ?? {})),
    [23, 24],
  );
});

test("after a burst of changes, and a kill -9 in its middle, the living are as the keys say and the ended are marked", async () => {
  await redis.del(key(4), "views:/broken");
  const { rows, kept } = await burstsUntil(10, async () => {
    await burstAndCrash(sample, random(), { fill: FILL, other: OTHER, changes: 1000 });
    return sample.settled();
  });
  assert.ok(rows > 10, `only ${rows} rows`);
  const ended = kept["sessions.sessions"]?.filter(({ sid }) => Number(sid?.slice(-12)) > 60) ?? [];
  assert.equal(
    ended.filter((row) => !isMarked(row)),
    [],
  );
  await sample.stop();
});

function seeded(no: number, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const row = { sid: uuid(no), user_id: String(no), roles: null, theme: "light", last_seen: "2026-01-31 11:00:00+00" };
  return { ...row, ended_at: null, ...given };
}

function byNumber(rows: readonly Row[]): ReadonlyMap<number, Row> {
  return new Map(rows.map((row) => [Number(row["sid"]?.slice(-12)), row]));
}

async function runOut(...numbers: readonly number[]): Promise<void> {
  await eventually("the keys have expired", async () => (await redis.exists(numbers.map(key))) === 0);
}

/** Up to 60 they run out, and may do so before anybody saw that they would; beyond they are ended. */
const short = (dice: Random): string => key(dice.int(41, 60));
const long = (dice: Random): string => key(dice.int(61, 80));
const page = (dice: Random): string => `views:${dice.pick(["/", "/a b", "/c:d", "/é", "/\n"])}${dice.int(1, 3)}`;

function document(dice: Random): string {
  if (dice.chance(0.02)) return dice.pick(["{", "7", '{"user":{"id":1},"seen":"yesterday"}', '{"user":{"id":"x"}}']);
  const roles = dice.pick([undefined, [], ["a"], ["a", null, "b,c"], ["é"]]);
  const seen = `2026-0${dice.int(1, 9)}-11T1${dice.int(0, 9)}:00:00${dice.pick(["", ".5", ".123456", ".100"])}`;
  const prefs = dice.pick([undefined, null, {}, { "ui-theme": "dark" }, { "ui-theme": null }]);
  return JSON.stringify({
    user: { id: dice.int(1, 999), roles },
    prefs,
    seen: seen + dice.pick(["Z", "+05:30", "-11:00"]),
  });
}

const FILL: readonly Step[] = [
  (to, dice) => to.set(long(dice), document(dice)),
  (to, dice) => to.set(long(dice), document(dice), "EX", dice.int(500, 900)),
  (to, dice) => to.set(short(dice), document(dice), "PX", dice.int(1, 700)),
  (to, dice) => to.incrby(page(dice), dice.int(1, 9)),
];

const OTHER: readonly Step[] = [
  (to, dice) => to.set(long(dice), document(dice), "KEEPTTL"),
  (to, dice) => to.expire(long(dice), dice.int(500, 900)),
  (to, dice) => to.persist(long(dice)),
  (to, dice) => to.getex(long(dice), "EX", 600),
  (to, dice) => to.del(long(dice)),
  (to, dice) => to.unlink(long(dice), long(dice)),
  (to, dice) => to.getdel(long(dice)),
  (to, dice) => to.rename(long(dice), long(dice)),
  (to, dice) => to.copy(long(dice), long(dice), "REPLACE"),
  (to, dice) => to.del(long(dice)).sadd(long(dice), "another kind"),
  (to, dice) => to.pexpire(short(dice), dice.int(1, 700)),
  (to, dice) => to.persist(short(dice)),
  (to, dice) => to.rename(short(dice), short(dice)),
  (to, dice) => to.getdel(page(dice)),
  (to, dice) => to.decr(page(dice)),
  (to, dice) => to.setrange(page(dice), 1, dice.pick(["0", "0", "x"])),
  (to, dice) => to.mset(page(dice), "007", page(dice), "1e3"),
  (to, dice) => to.append(page(dice), dice.pick(["1", "9999999999", ".0", ".5"])),
  (to, dice) => to.incrbyfloat(page(dice), 0.5),
];

test.run();
