import type { Target, TargetSettings } from "../../target.ts";
import type { TableOperations } from "../table-operations.ts";

export * from "./json-cells.ts";

export type SqliteTarget = Omit<TargetSettings, "system">;

/** A file of SQLite. */
export function target(settings: SqliteTarget): Target {
  const { name } = settings;
  return {
    ...settings,
    system: "sqlite",
    async open({ url, log }) {
      const { createSqliteSink } = await import("./sink.ts");
      return createSqliteSink({ name, url, log: log.child({ target: name }) });
    },
  };
}

export async function operations(): Promise<TableOperations> {
  return (await import("./operations.ts")).operations;
}
