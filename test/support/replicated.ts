/** A primary and its replicas, a PostgreSQL, and a worker between them: what the tests of failovers need. */
import { Redis } from "ioredis";
import pg from "pg";
import { startPostgres, startRedis, type RedisServer } from "../setup/servers.mjs";
import { buildText, startWorker, type Worker } from "./bundle.ts";
import { eventually } from "./eventually.ts";
import { floatingAddress, type FloatingAddress } from "./floating-address.ts";

/** How a person becomes rows of `people`. */
interface Form {
  readonly name: string;
  readonly into: string;
  readonly columns: string;
}

const A_ROW_EACH: Form = {
  name: "replicated",
  into: "into warehouse.people key (id)",
  columns: "id int PRIMARY KEY, name text",
};

export const A_ROW_A_CHANGE: Form = {
  name: "replicated-log",
  into: "append into warehouse.people",
  columns: "id int, name text",
};

function project({ into }: Form): string {
  return `
source redis { url: env("REDIS_URL") }
target warehouse: postgres { url: env("WAREHOUSE_URL") }
job people {
  from hash "person:{id:int}"
  ${into} { id: int = @id, name: text }
}`;
}

export interface Node {
  readonly server: RedisServer;
  readonly redis: Redis;
}

export interface Replicated {
  readonly primary: Node;
  readonly replica: Node;
  /** Of the primary, until it is pointed elsewhere. */
  readonly address: FloatingAddress;
  readonly database: pg.Pool;
  /** `url` is the floating address by default. */
  start(url?: string): Promise<Worker>;
  /** `id=name`, sorted by id. */
  rows(): Promise<string>;
  /** Waits until the rows are these. */
  rowsAre(expected: string): Promise<void>;
  checkpoint(): Promise<Readonly<Record<string, string | null>>>;
  close(): Promise<void>;
}

export async function startNode(args: readonly string[] = []): Promise<Node> {
  const server = await startRedis({ args });
  const redis = new Redis(server.url, { protocol: 2, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  // Tests stop servers on purpose.
  redis.on("error", () => undefined);
  return { server, redis };
}

export async function replicate({ redis, server }: Node, primary: Node): Promise<void> {
  await redis.call("REPLICAOF", "127.0.0.1", String(primary.server.port));
  await eventually("the replica is in step", async () => /master_link_status:up/.test(await redis.info("replication")));
  await inStep(primary, redis);
  const online = new RegExp(`port=${server.port},state=online,offset=\\d+,lag=[01]\\b`);
  await eventually("the primary counts on it", async () => online.test(await primary.redis.info("replication")));
}

/** Waits until the replica has all that the primary has. */
export async function inStep(primary: Node, replica: Redis): Promise<void> {
  const offset = async (redis: Redis): Promise<number> =>
    Number(/master_repl_offset:(\d+)/.exec(await redis.info("replication"))?.[1]);
  const wanted = await offset(primary.redis);
  await eventually("the replica has followed", async () => (await offset(replica)) >= wanted);
}

export async function replidOf({ redis }: Node): Promise<string> {
  return /master_replid:(\w+)/.exec(await redis.info("replication"))?.[1] ?? "";
}

export async function setReplicated(args: readonly string[] = [], form = A_ROW_EACH): Promise<Replicated> {
  const [primary, replica, postgres] = await Promise.all([
    startNode(args),
    startNode(args),
    startPostgres({ fast: true }),
  ]);
  await replicate(replica, primary);
  const address = await floatingAddress(primary.server.port);
  const url = await postgres.createDatabase("warehouse");
  const database = new pg.Pool({ connectionString: url });
  database.on("error", () => undefined);
  await database.query(`CREATE TABLE people (${form.columns})`);
  const bundle = await buildText(form.name, project(form));
  const rows = async (): Promise<string> => {
    const found = await database.query<{ id: number; name: string }>("SELECT id, name FROM people ORDER BY id, name");
    return found.rows.map(({ id, name }) => `${id}=${name}`).join(" ");
  };
  return {
    primary,
    replica,
    address,
    database,
    start: async (from = address.url) => {
      const worker = await startWorker({ bundle, env: { REDIS_URL: from, WAREHOUSE_URL: url } });
      await worker.ready();
      return worker;
    },
    rows,
    rowsAre: async (expected) => {
      let last = "";
      await eventually(`the rows are ${expected}`, async () => (last = await rows()) === expected, {
        within: 20_000,
      }).catch((error: unknown) => {
        throw new Error(`${String(error)} They are ${last}.`);
      });
    },
    checkpoint: async () => (await database.query("SELECT * FROM rdi_checkpoint")).rows[0] ?? {},
    close: async () => {
      primary.redis.disconnect();
      replica.redis.disconnect();
      address.close();
      await database.end();
      await Promise.all([primary.server, replica.server, postgres].map((server) => server.remove()));
    },
  };
}
