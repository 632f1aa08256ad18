import type { ConformanceTarget } from "./target.ts";
import { postgresTarget } from "./targets/postgres.ts";
import { sqlserverTarget } from "./targets/sqlserver.ts";

/** Each is one file in targets/. */
export const TARGETS: readonly ConformanceTarget[] = [postgresTarget, sqlserverTarget];
