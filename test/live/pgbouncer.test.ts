/** A worker and the commands of an operator through PgBouncer in transaction mode, beside another client of the pool. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { endAll, findPgbouncer, noteNotRun, startPgbouncer, temporaryFolder } from "../setup/servers.mjs";
import { rdi, startWorker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { startNode } from "../support/processes.ts";
import { setStage, sweepsAreDone } from "../support/stage.ts";

const RDI = fileURLToPath(new URL("../../compiler/rdi.mjs", import.meta.url));

const PROJECT = `
source redis { url: env("REDIS_URL"), lanes: 3 }
target w: postgres { url: env("WAREHOUSE_URL"), prepare: off }

job readings {
  from hash "reading:{id:int}"
  into w.readings key (id) { id: int = @id, value: numeric(12,3), at: timestamptz }
}`;
const SCHEMA = "CREATE TABLE readings (id int PRIMARY KEY, value numeric(12,3), at timestamptz)";
const KEYS = 300;

async function throughPool(): Promise<void> {
  const folder = temporaryFolder("pooled");
  const project = join(folder, "pooled.rdi");
  writeFileSync(project, PROJECT);
  await rdi("build", project, "-o", join(folder, "out"));
  const bundle = join(folder, "out", "pooled", "worker.mjs");
  const stage = await setStage({ bundle, schema: SCHEMA });
  const pool = await startPgbouncer(stage.postgres);
  const env = { ...stage.env, WAREHOUSE_URL: pool.through(stage.env["WAREHOUSE_URL"] ?? "") };
  const other = new pg.Client({ connectionString: env.WAREHOUSE_URL });
  await other.connect();
  const write = async (value: string): Promise<void> => {
    for (let id = 0; id < KEYS; id++)
      await stage.redis.hset(`reading:${id}`, { value, at: "2024-01-31T12:30:00.000001+05:30" });
  };
  const areThere = async (value: string): Promise<void> => {
    await eventually(`all rows are ${value}`, async () => {
      const rows = await stage.query(
        `SELECT count(*) FROM readings WHERE value = ${value} AND at = '2024-01-31 07:00:00.000001+00'`,
      );
      return rows[0]?.["count"] === String(KEYS);
    });
  };
  try {
    await write("1.5");
    const worker = await startWorker({ bundle, env });
    await worker.ready();
    await areThere("1.5");
    await sweepsAreDone(stage);
    // What others leave in a session must not change what is written.
    await other.query(
      "SET TimeZone = 'Asia/Kathmandu'; SET DateStyle = 'German, DMY'; SET default_transaction_read_only = on",
    );
    await write("-2.125");
    await areThere("-2.125");
    for (const name of ["status", "verify", "introspect"]) {
      const run = startNode(RDI, [name, project], { env });
      const { code } = await run.exit(60_000);
      assert.is(code, 0, `${name}:\n${run.stdout()}${run.stderr()}`);
    }
    // And the other way round.
    const { rows } = await other.query(
      "SELECT current_setting('statement_timeout') AS timeout, current_setting('enable_seqscan') AS scan",
    );
    assert.equal(rows, [{ timeout: "0", scan: "on" }]);
    await worker.stop();
  } finally {
    await other.end();
    await pool.remove();
    await stage.close();
  }
}

if ((await findPgbouncer()) === undefined) noteNotRun("a worker through PgBouncer", "PgBouncer");
else
  test("a worker, status, verify and introspect work through a pool, and leave nothing in its sessions", throughPool);

test.after(() => endAll());

test.run();
