/**
 * Which Redis server the tests use. `prepare` finds one and remembers it; a run on another one is told through the environment:
 * RDI_TEST_REDIS_SERVER is the path of the program, RDI_TEST_REDIS_LIBRARIES the folder of the libraries that it needs, if any.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder } from "./cache.mjs";

/** @typedef {{ path: string, env: Record<string, string>, version: string }} RedisServer */

/**
 * The server that `prepare` found, or that the environment names.
 * @returns {{ path: string, env: Record<string, string> }}
 */
export function knownRedisServer() {
  const named = process.env.RDI_TEST_REDIS_SERVER;
  if (named !== undefined) return { path: named, env: libraryEnvironment(process.env.RDI_TEST_REDIS_LIBRARIES) };
  const server = remembered() ?? redisServerOnPath();
  if (server === undefined)
    throw new Error("No Redis server is known yet. Run `npm test` once: it finds or fetches one.");
  return server;
}

/**
 * The environment that makes `knownRedisServer` of a child process return this server.
 * @param {RedisServer} server
 * @returns {Record<string, string>}
 */
export function redisServerEnvironment({ path, env }) {
  return { RDI_TEST_REDIS_SERVER: path, RDI_TEST_REDIS_LIBRARIES: env.LD_LIBRARY_PATH ?? "" };
}

/** @returns {RedisServer | undefined} */
export function redisServerOnPath() {
  for (const program of ["redis-server", "valkey-server"]) {
    for (const folder of (process.env.PATH ?? "").split(delimiter).filter((entry) => entry !== "")) {
      const server = isProgram(join(folder, program)) ? redisServerAt(join(folder, program)) : undefined;
      if (server !== undefined) return server;
    }
  }
  return undefined;
}

/**
 * The server at the path, unless it does not start.
 * @param {string} path
 * @param {string} [libraries]
 * @returns {RedisServer | undefined}
 */
export function redisServerAt(path, libraries) {
  const env = libraryEnvironment(libraries);
  const { stdout, status } = spawnSync(path, ["--version"], { encoding: "utf8", env: { ...process.env, ...env } });
  const version = /(?:server|Server).*?v=(\d+\.\d+\.\d+)/.exec(stdout ?? "")?.[1];
  return status === 0 && version !== undefined ? { path, env, version } : undefined;
}

/** @param {RedisServer} server */
export function rememberRedisServer(server) {
  const file = memoryFile();
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(server)}\n`);
  renameSync(draft, file);
}

/** @returns {RedisServer | undefined} */
function remembered() {
  try {
    const server = JSON.parse(readFileSync(memoryFile(), "utf8"));
    return typeof server.path === "string" && isProgram(server.path) ? server : undefined;
  } catch {
    return undefined;
  }
}

function memoryFile() {
  return join(cacheFolder(), "redis-server.json");
}

/**
 * @param {string | undefined} libraries
 * @returns {Record<string, string>}
 */
function libraryEnvironment(libraries) {
  return libraries === undefined || libraries === "" ? {} : { LD_LIBRARY_PATH: libraries };
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
