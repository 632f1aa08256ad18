import { loadavg } from "node:os";
import { Redis } from "ioredis";
import pg from "pg";
import { endAll, startPostgres, startRedis } from "../setup/servers.mjs";
import { buildText, startWorker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { wholeKeyBundle } from "../support/whole-keys.ts";

export interface MembersBenchOptions {
  readonly members: number;
  readonly json: boolean;
}

/** What one SADD costs. */
interface Cost {
  /** That Redis sent, to capture and to apply, until the row was there. */
  readonly redis_bytes: number;
  /** Rows and index entries that PostgreSQL looked at. */
  readonly rows_looked_at: number;
  /** That PostgreSQL wrote. */
  readonly rows_written: number;
  /** From SADD's answer to the visible row, the median of several. */
  readonly ms: number;
}

const PROJECT = `
source redis { url: env("REDIS_URL") }
target w: postgres { url: env("WAREHOUSE_URL") }
job fans {
  from set "fans:{id:int}"
  for fan in @value { into w.fans key (id, fan) { id: int = @id, fan: text } }
}`;
const SCHEMA = `CREATE TABLE fans (id int, fan text COLLATE "C", PRIMARY KEY (id, fan))`;
const ROUNDS = 5;

/** `npm run bench -- members --json` prints this: each with a set that is read member by member, and as a whole. */
export async function benchMembers({ members, json }: MembersBenchOptions): Promise<void> {
  try {
    const bundle = await buildText("members", PROJECT);
    const result = {
      load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
      members,
      whole_key: await costOf(wholeKeyBundle(bundle), members),
      member_by_member: await costOf(bundle, members),
    };
    if (json) console.log(JSON.stringify(result, null, 2));
    else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(20)}${JSON.stringify(value)}`);
  } finally {
    await endAll();
  }
}

async function costOf(bundle: string, members: number): Promise<Cost> {
  const [server, postgres] = await Promise.all([startRedis(), startPostgres()]);
  const url = await postgres.createDatabase("bench");
  const database = new pg.Client({ connectionString: url });
  database.on("error", () => undefined);
  await database.connect();
  await database.query(SCHEMA);
  const redis = new Redis(server.url);
  for (let at = 0; at < members; at += 1000)
    await redis.sadd("fans:1", ...Array.from({ length: 1000 }, (_, n) => `fan-${at + n}`));
  const worker = await startWorker({ bundle, env: { REDIS_URL: server.url, WAREHOUSE_URL: url } });
  await worker.ready();
  await present(database, `fan-${members - 1}`);
  const before = await counters(redis, database);
  const waits: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const fan = `new-${round}`;
    await redis.sadd("fans:1", fan);
    const began = performance.now();
    await present(database, fan);
    waits.push(performance.now() - began);
  }
  const after = await counters(redis, database);
  await worker.stop();
  redis.disconnect();
  await database.end();
  await Promise.all([server.remove(), postgres.remove()]);
  const each = (one: keyof typeof after): number => Math.round((after[one] - before[one]) / ROUNDS);
  const ms = Math.round(waits.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0);
  return { redis_bytes: each("bytes"), rows_looked_at: each("looked"), rows_written: each("written"), ms };
}

async function present(database: pg.Client, fan: string): Promise<void> {
  await eventually(
    `the row of ${fan}`,
    async () => (await database.query("SELECT FROM fans WHERE id = 1 AND fan = $1", [fan])).rowCount === 1,
    { within: 120_000, every: 5 },
  );
}

/** PostgreSQL tells its own up to ten seconds late. Our own looks at single rows are among them. */
async function counters(redis: Redis, database: pg.Client) {
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  const bytes = Number(/total_net_output_bytes:(\d+)/.exec(await redis.info("stats"))?.[1]);
  const { rows } = await database.query(
    "SELECT n_tup_ins + n_tup_upd + n_tup_del AS written, seq_tup_read + coalesce(idx_tup_fetch, 0) AS looked FROM pg_stat_user_tables WHERE relname = 'fans'",
  );
  return { bytes, written: Number(rows[0]?.written), looked: Number(rows[0]?.looked) };
}
