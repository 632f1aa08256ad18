import type { Target, TargetSettings } from "../../target.ts";
import type { Prepare } from "./connection.ts";
import type { TableOperations } from "../table-operations.ts";

export * from "./arrays.ts";

export interface PostgresTarget extends Omit<TargetSettings, "system"> {
  /** `off`: nothing outlasts a transaction, so that a pool may lie between. Without it `on`. */
  readonly prepare?: Prepare;
}

/** A PostgreSQL database. */
export function target(settings: PostgresTarget): Target {
  const { name, schema, prepare } = settings;
  return {
    ...settings,
    system: "postgres",
    async open({ url, log }) {
      const { createPostgresSink } = await import("./sink.ts");
      return createPostgresSink({ name, url, schema, prepare, log: log.child({ target: name }) });
    },
  };
}

export async function operations(): Promise<TableOperations> {
  return (await import("./operations.ts")).operations;
}
