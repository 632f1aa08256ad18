/** A worker between a real Redis and a real MariaDB, from a folder that has nothing but its bundle. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Redis } from "ioredis";
import mysql from "mysql2/promise";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { endAll, startMariadb, startRedis, temporaryFolder } from "../setup/servers.mjs";
import { buildText, rdi, startWorker, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import { needsMariadb } from "../support/mariadb-test.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target db: mariadb { url: env("DB_URL") }

job users {
  from hash "user:{id:int}"
  into db.users key (id) {
    id: bigint = @id, name: varchar(20) not null = name, score: double = score, paid: numeric(10,2) = paid, seen_at: timestamptz = from_millis(seen)
  }
}

job orders {
  from json "order:{id:int}"
  into db.orders key (id) { id: bigint = @id, buyer: text = buyer }
  for line, n in lines { into db.lines key (order_id, no) { order_id: bigint = @id, no: int = n + 1, sku: text = line } }
}
`;

interface Stage {
  readonly redis: Redis;
  readonly database: mysql.Pool;
  readonly env: Readonly<Record<string, string>>;
  readonly project: string;
  restartDatabase(while_: () => Promise<void>): Promise<void>;
  start(): Promise<Worker>;
}

async function setStage(): Promise<Stage> {
  const [redisServer, server] = [await startRedis({ aof: true }), await startMariadb()];
  const project = join(temporaryFolder("rdi-shop-"), "shop");
  mkdirSync(project);
  writeFileSync(join(project, "shop.rdi"), PROJECT);
  const folder = temporaryFolder("rdi-deployed-");
  cpSync(dirname(await buildText("shop", PROJECT)), folder, { recursive: true });
  const database = mysql.createPool({
    uri: server.url().replace("mariadb:", "mysql:"),
    connectionLimit: 1,
    multipleStatements: true,
    rowsAsArray: true,
    dateStrings: true,
  });
  await database.query(`CREATE DATABASE shop CHARACTER SET latin1`);
  await database.query(`USE shop; ${await rdi("ddl", project)}`);
  const env = { REDIS_URL: redisServer.url, DB_URL: server.url("shop") };
  return {
    redis: new Redis(redisServer.url),
    database,
    env,
    project,
    restartDatabase: async (while_) => {
      await server.stop();
      await while_();
      await server.start();
    },
    start: async () => {
      const worker = await startWorker({ bundle: join(folder, "worker.mjs"), env: { ...env, NODE_PATH: "" } });
      await worker.ready();
      return worker;
    },
  };
}

async function become({ database }: Stage, query: string, expected: readonly unknown[]): Promise<void> {
  let found: unknown;
  try {
    await eventually(
      "the rows are there",
      async () => {
        found = await database.query(query).then(
          ([rows]) => rows,
          () => [],
        );
        return JSON.stringify(found) === JSON.stringify(expected);
      },
      { within: 30_000 },
    );
  } catch {
    assert.equal(found, expected);
  }
}

const USERS = "SELECT id, name, score, paid, seen_at FROM shop.users ORDER BY id";
const LINES = "SELECT order_id, no, sku FROM shop.`lines` ORDER BY order_id, no";

needsMariadb(
  "rows follow their keys over an outage of the database and a kill of the worker, and verification agrees",
  async () => {
    const stage = await setStage();
    const { redis } = stage;
    await redis.hset("user:1", { name: "Añ😀", score: "0.1", paid: "9999999.99", seen: "1700000000123" });
    await redis.set("order:7", JSON.stringify({ buyer: "Ada", lines: ["a", "b"] }));
    let worker = await stage.start();
    await become(stage, USERS, [[1, "Añ😀", 0.1, "9999999.99", "2023-11-14 22:13:20.123000"]]);
    await become(stage, LINES, [
      [7, 1, "a"],
      [7, 2, "b"],
    ]);
    await stage.restartDatabase(async () => {
      await redis.hset("user:2", { name: "during the outage" });
      await redis.set("order:7", JSON.stringify({ buyer: "Ada", lines: ["b"] }));
    });
    await become(stage, LINES, [[7, 1, "b"]]);
    worker.process.signal("SIGKILL");
    await worker.process.exit();
    await redis.del("user:1");
    await redis.hset("user:3", { name: "while nobody worked" });
    worker = await stage.start();
    await become(stage, USERS, [
      [2, "during the outage", null, null, null],
      [3, "while nobody worked", null, null, null],
    ]);
    await worker.stop();
    const verified = startNode("compiler/rdi.mjs", ["verify", stage.project], { env: stage.env });
    const { code } = await verified.exit(60_000);
    assert.is(code, 0, `${verified.stdout()}${verified.stderr()}`);
    redis.disconnect();
    await stage.database.end();
  },
);

test.after(() => endAll());

test.run();
