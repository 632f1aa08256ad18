import type { Target, TargetSettings } from "../../target.ts";
import type { TableOperations } from "../table-operations.ts";

export * from "./arrays.ts";

export type PostgresTarget = Omit<TargetSettings, "system">;

/** A PostgreSQL database. */
export function target(settings: PostgresTarget): Target {
  const { name, schema } = settings;
  return {
    ...settings,
    system: "postgres",
    async open({ url, log }) {
      const { createPostgresSink } = await import("./sink.ts");
      return createPostgresSink({ name, url, schema, log: log.child({ target: name }) });
    },
  };
}

export async function operations(): Promise<TableOperations> {
  return (await import("./operations.ts")).operations;
}
