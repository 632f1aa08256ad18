import type { ConformanceTarget } from "./target.ts";
import { mariadbTarget } from "./targets/mariadb.ts";
import { mysqlTarget } from "./targets/mysql.ts";
import { pgbouncerTarget } from "./targets/pgbouncer.ts";
import { postgresTarget } from "./targets/postgres.ts";
import { sqliteTarget } from "./targets/sqlite.ts";
import { sqlserverTarget } from "./targets/sqlserver.ts";

/** Each is one file in targets/. */
export const TARGETS: readonly ConformanceTarget[] = [
  postgresTarget,
  pgbouncerTarget,
  mariadbTarget,
  mysqlTarget,
  sqlserverTarget,
  sqliteTarget,
];
