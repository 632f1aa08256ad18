import { startPgbouncer, startPostgres } from "../../setup/servers.mjs";
import type { ConformanceTarget } from "../target.ts";
import { postgresTarget, serverAt, withClient } from "./postgres.ts";

/** PostgreSQL through a pool in transaction mode: each transaction may meet a server process that others have used. */
export const pgbouncerTarget: ConformanceTarget = {
  ...postgresTarget,
  name: "pgbouncer",
  title: "PostgreSQL through PgBouncer",
  settings: "prepare: off",
  async open() {
    const server = await startPostgres({ fast: true });
    const pool = await startPgbouncer(server);
    const end = async (): Promise<void> => {
      await pool.remove();
      await server.remove();
    };
    const endSessions = (database: string): Promise<void> =>
      withClient(pool.console, async (client) => {
        await client.query(`KILL ${database}`);
        await client.query(`RESUME ${database}`);
      });
    return serverAt(server.url(), end, { through: (url) => pool.through(url), endSessions });
  },
};
