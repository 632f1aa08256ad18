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
    create: `CREATE TABLE ${name} (
  project nvarchar(128) NOT NULL,
  route nvarchar(300) NOT NULL,
  lane int NULL,
  cause nvarchar(200) NOT NULL,
  noticed_at datetimeoffset(6) NOT NULL DEFAULT SYSUTCDATETIME()
);`,
  };
}

/** Rare: on a connection of its own. Rejects with `SinkError`. */
export async function insertGap(open: () => Promise<Connection>, table: string, gap: Gap): Promise<void> {
  const { project, route, lane, cause } = gap;
  let connection: Connection | undefined;
  try {
    connection = await open();
    await connection.query({
      text: `INSERT INTO ${table} (project, route, lane, cause) VALUES (@project, @route, @lane, @cause);`,
      parameters: { project, route, lane: lane ?? null, cause },
    });
  } catch (thrown) {
    throw sinkError(thrown, "rdi_gaps");
  } finally {
    await connection?.close();
  }
}
