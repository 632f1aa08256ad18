import type { Setting } from "../../job.ts";
import type { Target, TargetSettings } from "../../target.ts";
import type { TableOperations } from "../table-operations.ts";

export {
  bigint,
  boolean,
  bytes,
  date,
  double,
  int,
  json,
  keyBytes,
  keyText,
  numeric,
  real,
  smallint,
  text,
  time,
  timestamp,
  timestamptz,
} from "./cells.ts";

export interface SqlserverTarget extends Omit<TargetSettings, "system"> {
  /** An access token of Microsoft Entra ID, read again for every connection. */
  readonly token?: Setting | undefined;
}

/** A SQL Server or Azure SQL database. */
export function target(settings: SqlserverTarget): Target {
  const { name, schema, token } = settings;
  return {
    ...settings,
    system: "sqlserver",
    async open({ url, log }) {
      const { createSqlserverSink } = await import("./sink.ts");
      return createSqlserverSink({ name, url, schema, token, log: log.child({ target: name }) });
    },
  };
}

export async function operations(): Promise<TableOperations> {
  return (await import("./operations.ts")).operations;
}
