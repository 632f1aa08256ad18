import type { Target } from "../../target.ts";
import { targetOf, type MysqlTarget } from "./target.ts";

export * from "./cells.ts";
export { operations } from "./index.ts";

/** A MariaDB database. The server tells which of the two it is, whatever the target is called. */
export function target(settings: MysqlTarget): Target {
  return targetOf("mariadb", settings);
}
