import { GAP_COLUMNS } from "../own-columns.ts";
import type { Gap } from "../sink.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { qualified } from "./identifier.ts";
import type { OwnTable } from "../own-table.ts";

/** One row a gap: from here on a history or a log may lack changes that happened before. */
export function gapsTable(schema: string | undefined): OwnTable {
  const name = qualified(schema, "rdi_gaps");
  return {
    what: "table of gaps",
    name,
    columns: GAP_COLUMNS,
    rights: ["SELECT", "INSERT"],
    create: `CREATE TABLE IF NOT EXISTS ${name} (
  project text NOT NULL,
  route text NOT NULL,
  lane integer,
  cause text NOT NULL,
  noticed_at timestamptz NOT NULL DEFAULT now()
);`,
    upgrade: undefined,
  };
}

/** Rare: on a connection of its own. Rejects with `SinkError`. */
export async function insertGap(open: () => Promise<Connection>, table: string, gap: Gap): Promise<void> {
  const { project, route, lane, cause } = gap;
  let connection: Connection | undefined;
  try {
    connection = await open();
    await Promise.all([
      connection.query({ text: "BEGIN READ WRITE" }),
      connection.query({
        text: `INSERT INTO ${table} (project, route, lane, cause) VALUES ($1::text, $2::text, $3::int4, $4::text)`,
        values: [project, route, lane ?? null, cause],
      }),
      connection.query({ text: "COMMIT" }),
    ]);
  } catch (thrown) {
    throw sinkError(thrown, "rdi_gaps");
  } finally {
    await connection?.close();
  }
}
