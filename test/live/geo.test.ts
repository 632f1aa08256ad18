/** Redis itself says where a member is. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { geoLatitude, geoLongitude } from "../../runtime/values/geo.ts";
import { sites } from "../../runtime/values/site.ts";
import { random } from "../support/random.ts";
import { connectRedis, redisServer, type RedisConnection } from "../support/redis.ts";

const site = sites("shop.rdi", { place: 1 }).place;
const MOST_LATITUDE = 85.05112878;

/** [longitude, latitude] */
type Position = readonly [number, number];

const EDGES: readonly Position[] = [
  [0, 0],
  [180, 0.3],
  [12.5, MOST_LATITUDE],
  [-180, -MOST_LATITUDE],
  [180, MOST_LATITUDE],
  [-0.000001, 0.000001],
  [13.361389, 38.115556],
  [179.9999999, -85.0511287],
];

interface Member {
  readonly score: number;
  readonly position: Position;
}

async function stored(redis: RedisConnection, positions: readonly Position[]): Promise<readonly Member[]> {
  const names = positions.map((_, at) => `m${at}`);
  await redis.command("GEOADD", "geo", ...positions.flatMap(([x, y], at) => [x, y, `m${at}`]));
  const scores = strings(await redis.command("ZMSCORE", "geo", ...names));
  const found: unknown = await redis.command("GEOPOS", "geo", ...names);
  assert.ok(Array.isArray(found) && found.length === names.length && scores.length === names.length);
  return found.map((pair: unknown, at): Member => {
    const [x = NaN, y = NaN] = strings(pair).map(Number);
    return { score: Number(scores[at]), position: [x, y] };
  });
}

function strings(answer: unknown): readonly string[] {
  return Array.isArray(answer) ? answer.map(String) : [];
}

/** GEOPOS prints 17 digits behind the point; from 0.125 on that is the double itself. */
function assertSame(mine: number | null, theirs: number, why: string): void {
  assert.ok(mine !== null && Math.abs(mine - theirs) <= 1e-17, `${mine} instead of ${theirs}, ${why}`);
}

test("longitude and latitude of a score are those that GEOPOS tells", async () => {
  const server = await redisServer();
  const redis = await connectRedis(server.url);
  const r = random();
  const anywhere = (): Position => [r.next() * 360 - 180, (r.next() * 2 - 1) * MOST_LATITUDE];
  try {
    const members = await stored(redis, [...EDGES, ...Array.from({ length: 5000 }, anywhere)]);
    for (const { score, position } of members) {
      const why = `score ${score}, seed ${r.seed}`;
      assertSame(geoLongitude(score, site), position[0], why);
      assertSame(geoLatitude(score, site), position[1], why);
    }
  } finally {
    await redis.close();
    await server.remove();
  }
});

test.run();
