import { EXIT, StartupError } from "../../errors.ts";
import type { Connection } from "./connection.ts";

const OLDEST_VERSION = 120_000;

/** `reads` is for who writes nothing: a standby will do. */
export async function checkServer(connection: Connection, name: string, only?: "reads"): Promise<void> {
  const { rows } = await connection.query({
    text: "SELECT current_setting('server_version_num'), pg_is_in_recovery()::text",
  });
  const [version, standby] = rows[0] ?? [];
  if (Number(version) < OLDEST_VERSION) {
    throw new StartupError(
      "RDI5005",
      EXIT.target,
      `Target ${name} is older than PostgreSQL 12.`,
      "Upgrade it; 12 is the oldest version that works.",
    );
  }
  if (standby === "true" && only !== "reads") {
    throw new StartupError(
      "RDI5005",
      EXIT.target,
      `Target ${name} is a standby, which is read-only.`,
      "Point the target's URL at the primary server.",
    );
  }
}
