/**
 * Makes a fresh clone ready to run tests, the demonstration and the benchmark: npm's packages, PostgreSQL's programs, a Redis
 * server and, where it can be had, a MariaDB server. It imports nothing but Node's own modules, installs nothing on the system, starts no service and touches none.
 */
import { resolve } from "node:path";
import { SetupError } from "./failure.mjs";
import { fetchMariadb } from "./mariadb-package.mjs";
import { installPackages } from "./packages.mjs";
import { nativeFolder } from "./postgres-programs.mjs";
import { redisModuleEnvironment } from "./redis-module.mjs";
import { fetchRedisServer } from "./redis-package.mjs";
import { redisServerAt, redisServerEnvironment, redisServerOnPath, rememberRedisServer } from "./redis-server.mjs";

export { SetupError } from "./failure.mjs";

const OLDEST_NODE = 20;

/**
 * Afterwards `startRedis` starts the server that was found or chosen, in this process and in its children.
 * @typedef {import("./redis-server.mjs").RedisServer} RedisServer
 * @param {{ log?: (line: string) => void, redisServer?: string | undefined, redisModule?: string | undefined }} [options]
 * `redisServer` is the path of a server to use instead of the one that is found, `redisModule` that of a RedisJSON module
 * @returns {Promise<{ redisServer: RedisServer }>}
 */
export async function prepare({ log = console.error, redisServer, redisModule } = {}) {
  checkNode(process.versions.node);
  if (redisModule !== undefined) Object.assign(process.env, redisModuleEnvironment(redisModule));
  await installPackages(log);
  nativeFolder();
  await fetchMariadb(log);
  const server = redisServer === undefined ? await findRedisServer(log) : chosenRedisServer(redisServer);
  Object.assign(process.env, redisServerEnvironment(server));
  return { redisServer: server };
}

/** @param {string} version */
export function checkNode(version) {
  if (Number(version.split(".")[0]) >= OLDEST_NODE) return;
  throw new SetupError(
    `This needs Node.js ${OLDEST_NODE} or newer; this is ${version}. Install one from https://nodejs.org.`,
  );
}

/** @param {(line: string) => void} log */
async function findRedisServer(log) {
  const server = redisServerOnPath() ?? (await fetchRedisServer(log));
  rememberRedisServer(server);
  return server;
}

/** @param {string} path */
function chosenRedisServer(path) {
  const server = redisServerAt(resolve(path));
  if (server === undefined) throw new SetupError(`${path} is not a Redis or Valkey server that starts here.`);
  return server;
}
