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
  project varchar(255) NOT NULL,
  route varchar(255) NOT NULL,
  lane int,
  cause text NOT NULL,
  noticed_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;`,
  };
}

/** Rare: on a connection of its own, which commits by itself. Rejects with `SinkError`. */
export async function insertGap(open: () => Promise<Connection>, table: string, gap: Gap): Promise<void> {
  const { project, route, lane, cause } = gap;
  let connection: Connection | undefined;
  try {
    connection = await open();
    await connection.query({
      text: `INSERT INTO ${table} (project, route, lane, cause) VALUES (?, ?, ?, ?)`,
      values: [project, route, lane === undefined ? null : String(lane), cause],
    });
  } catch (thrown) {
    throw sinkError(thrown, "rdi_gaps");
  } finally {
    await connection?.close();
  }
}
