import type { Target } from "../../target.ts";
import type { TableOperations } from "../table-operations.ts";
import { targetOf, type MysqlTarget } from "./target.ts";

export * from "./cells.ts";
export type { MysqlTarget } from "./target.ts";

/** A MySQL database. */
export function target(settings: MysqlTarget): Target {
  return targetOf("mysql", settings);
}

export async function operations(): Promise<TableOperations> {
  return (await import("./operations.ts")).operations;
}
