/** Private servers for tests, the demonstration and the benchmark. Everything started here ends with this process. */
export { startRedis } from "./redis.mjs";
export { knownRedisModule, noteNotRun } from "./redis-module.mjs";
export { startPostgres } from "./postgres.mjs";
export { adopt, endAll, removeFolder, temporaryFolder } from "./lifetime.mjs";
