/** Private servers for tests, the demonstration and the benchmark. Everything started here ends with this process. */
export { startRedis } from "./redis.mjs";
export { knownRedisModule } from "./redis-module.mjs";
export { noteNotRun } from "./not-run.mjs";
export { findSpin } from "./spin.mjs";
export { runProgram } from "./run-program.mjs";
export { findPgbouncer, startPgbouncer } from "./pgbouncer.mjs";
export { startPostgres } from "./postgres.mjs";
export { installedPostgres } from "./postgres-programs.mjs";
export { startMariadb } from "./mariadb.mjs";
export { knownMariadb } from "./mariadb-package.mjs";
export { adopt, endAll, removeFolder, temporaryFolder } from "./lifetime.mjs";
