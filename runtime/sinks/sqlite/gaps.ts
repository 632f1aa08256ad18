import { GAP_COLUMNS } from "../own-columns.ts";
import type { Gap } from "../sink.ts";
import { NOW } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { qualified } from "./identifier.ts";
import type { OwnTable } from "./own-table.ts";
import { whileLocked } from "./waiting.ts";

/** One row a gap: from here on a history or a log may lack changes that happened before. */
export function gapsTable(schema: string | undefined): OwnTable {
  const name = qualified(schema, "rdi_gaps");
  return {
    what: "table of gaps",
    name,
    columns: GAP_COLUMNS,
    create: `CREATE TABLE IF NOT EXISTS ${name} (
  project TEXT NOT NULL,
  route TEXT NOT NULL,
  lane INTEGER,
  cause TEXT NOT NULL,
  noticed_at TEXT NOT NULL DEFAULT (${NOW})
) STRICT;`,
  };
}

/** Rare: on a connection of its own. Rejects with `SinkError`. */
export async function insertGap(open: () => Promise<Connection>, table: string, gap: Gap): Promise<void> {
  const { project, route, lane, cause } = gap;
  let connection: Connection | undefined;
  try {
    const opened = await open();
    connection = opened;
    const text = `INSERT INTO ${table} (project, route, lane, cause) VALUES (?1, ?2, ?3, ?4)`;
    await whileLocked("rdi_gaps", () => opened.run(text, [project, route, lane ?? null, cause]));
  } catch (thrown) {
    throw sinkError(thrown, "rdi_gaps");
  } finally {
    connection?.close();
  }
}
