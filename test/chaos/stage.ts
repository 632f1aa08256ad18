import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startPostgres } from "../setup/servers.mjs";
import { rdi } from "../support/bundle.ts";
import { startNode } from "../support/processes.ts";
import type { Random } from "../support/random.ts";
import { temporaryFolder } from "../setup/servers.mjs";
import { createHistory } from "./history.ts";
import type { Place } from "./place.ts";
import type { Topology } from "./topology.ts";
import { startWorkers } from "./workers.ts";
import { createWriter } from "./writers/writer.ts";

const MODEL = fileURLToPath(new URL("./model/chaos.rdi", import.meta.url));
const RDI = fileURLToPath(new URL("../../compiler/rdi.mjs", import.meta.url));
const JOBS = ["people", "seats", "orders", "boards", "tags", "queues", "prices", "visits", "beats"];
const WORKERS = 3;

/** Builds the model; returns the path of its worker.mjs. */
export async function buildModel(): Promise<string> {
  const out = temporaryFolder("chaos-bundle");
  await rdi("build", MODEL, "-o", out);
  return `${out}/chaos/worker.mjs`;
}

export interface StagePlan {
  readonly bundle: string;
  readonly dice: Random;
  readonly startTopology: () => Promise<Topology>;
}

export interface Staged extends Place {
  close(): Promise<void>;
}

/** Redis, PostgreSQL, three workers and a writer that does not write yet. */
export async function setStage({ bundle, dice, startTopology }: StagePlan): Promise<Staged> {
  const topology = await startTopology();
  const postgres = await startPostgres({ fast: true });
  const targetUrl = await postgres.createDatabase("warehouse");
  const database = textPool(targetUrl);
  await database.query(readFileSync(new URL("./model/schema.sql", import.meta.url), "utf8"));
  const redis = topology.connect();
  const history = createHistory();
  const writer = createWriter(topology, dice, history);
  const workers = await startWorkers({ bundle, count: WORKERS, redisPort: topology.primary().port, targetUrl });
  topology.onMoved(({ port }) => {
    history.event(`Redis is on port ${port} now`);
    workers.toward(port);
  });
  return {
    ...{ topology, workers, postgres, writer, history, redis, database, targetSetBack: 0, still: 0 },
    acceptDeletes: () => acceptDeletes(workers, topology),
    close: async () => {
      writer.close();
      redis.disconnect();
      await workers.close();
      await database.end().catch(() => undefined);
      await topology.close();
      await postgres.remove();
    },
  };
}

async function acceptDeletes(workers: Place["workers"], topology: Topology): Promise<readonly string[]> {
  const accepted: string[] = [];
  for (const job of JOBS) {
    if ((await workers.total("rdi_sweep_waiting_for_accept", `job="${job}"`)) === 0) continue;
    const env = { REDIS_URL: topology.primary().url, WAREHOUSE_URL: "" };
    const { code } = await startNode(RDI, ["resume", MODEL, job, "--accept-deletes"], { env }).exit(120_000);
    if (code === 0) accepted.push(job);
  }
  return accepted;
}

/** Every value comes as the text that PostgreSQL prints, times in UTC. */
function textPool(connectionString: string): pg.Pool {
  const types: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };
  const pool = new pg.Pool({ connectionString, max: 4, types, options: "-c TimeZone=UTC" });
  pool.on("error", () => undefined);
  return pool;
}
