/** samples/social: sets, a row a member. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { random, type Random } from "../support/random.ts";
import { burstAndCrash, burstsUntil, codesOf, startSample, type Step } from "../support/sample.ts";
import { SOCIAL } from "./expectations/social.ts";

const sample = await startSample("social", SOCIAL);
const { redis } = sample;
test.after(() => sample.close());

test("the seed becomes a row a member, and members that are no number or too long reject their key", async () => {
  assert.equal(codesOf(await sample.settled()), { "followers:3": "RDI5010", "interests:3": "RDI5013" });
  assert.equal(await sample.rows("social.audiences", "user_id"), [
    { user_id: "1", followers: "3" },
    { user_id: "2", followers: "1" },
  ]);
  assert.equal(await sample.rows("social.interests", "user_id, interest"), [
    { user_id: "1", interest: "Chess" },
    { user_id: "1", interest: "chess" },
    { user_id: "1", interest: "slow food" },
    { user_id: "2", interest: "" },
  ]);
});

test("a member that does not fit leaves all rows of its key as they are, until it is gone", async () => {
  await redis.sadd("followers:1", "nobody").then(() => redis.srem("followers:1", "2"));
  await redis.sadd("interests:1", Buffer.from([0xff]), "go");
  const codes = codesOf(await sample.settled());
  assert.is(codes["followers:1"], "RDI5010");
  assert.is(codes["interests:1"], "RDI5014");
  assert.is((await sample.query("SELECT FROM social.followers WHERE user_id = 1")).length, 3);
  assert.is((await sample.query("SELECT FROM social.interests WHERE user_id = 1")).length, 3);
  await redis.srem("followers:1", "nobody");
  await redis.spop("interests:1", 9);
  await redis.del("followers:3", "interests:3");
  assert.is((await sample.settled()).rejected.size, 0);
});

test("after a burst of all commands for sets, and a kill -9 in its middle, every row is as the keys say", async () => {
  const dice = random();
  const { rows: count } = await burstsUntil(10, async () => {
    await burstAndCrash(sample, dice, { fill: FILL, other: OTHER, changes: 1000 });
    return sample.settled();
  });
  assert.ok(count > 10, `only ${count} rows`);
  await sample.stop();
});

const user = (dice: Random): string => `followers:${dice.int(1, 12)}`;
const fan = (dice: Random): string =>
  dice.chance(0.02) ? dice.pick(["somebody", "007", "9223372036854775808"]) : String(dice.int(1, 40));
const reader = (dice: Random): string => `interests:${dice.int(1, 12)}`;
const topic = (dice: Random): string | Buffer =>
  dice.chance(0.03)
    ? dice.pick([Buffer.from([0x61, 0xfe]), "x".repeat(41), "a\0b"])
    : dice.pick(["chess", "Go", "茶", "", "slow food", "a,b", '"', "\\", "null"]) + dice.pick(["", " ", "s"]);

const FILL: readonly Step[] = [
  (to, dice) => to.sadd(user(dice), fan(dice), fan(dice), fan(dice)),
  (to, dice) => to.sadd(reader(dice), topic(dice), topic(dice)),
];

const OTHER: readonly Step[] = [
  (to, dice) => to.srem(user(dice), fan(dice), fan(dice), "somebody", "9223372036854775808"),
  (to, dice) => to.srem(reader(dice), topic(dice), topic(dice)),
  (to, dice) => to.spop(user(dice), dice.int(1, 3)),
  (to, dice) => to.spop(reader(dice)),
  (to, dice) => to.smove(user(dice), user(dice), fan(dice)),
  (to, dice) => to.smove(reader(dice), reader(dice), topic(dice)),
  (to, dice) => to.sinterstore(user(dice), user(dice), user(dice)),
  (to, dice) => to.sunionstore(reader(dice), reader(dice), reader(dice)),
  (to, dice) => to.sdiffstore(reader(dice), reader(dice), reader(dice)),
  (to, dice) => to.sort(user(dice), "ALPHA", "STORE", `interests:${dice.int(90, 92)}`),
  (to, dice) => to.rename(reader(dice), reader(dice)),
  (to, dice) => to.copy(user(dice), user(dice), "REPLACE"),
  (to, dice) => to.copy(reader(dice), `interests:0${dice.int(1, 9)}`),
  (to, dice) => to.pexpire(reader(dice), dice.int(1, 400)),
  (to, dice) => to.del(user(dice)),
  (to, dice) => to.unlink(reader(dice), user(dice)),
  (to, dice) => to.set(user(dice), "no set", "PX", dice.int(50, 500)),
  (to, dice) => to.getdel(user(dice)),
  (to, dice) => to.eval("redis.call('SADD', KEYS[1], 'lua') redis.call('SREM', KEYS[1], 'chess')", 1, reader(dice)),
];

test.run();
