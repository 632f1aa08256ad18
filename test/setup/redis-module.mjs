/**
 * The RedisJSON module on which tests run that need one: RDI_TEST_REDIS_MODULE is its path. Nothing fetches or builds one, so a run without it
 * lists those tests by name.
 */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { SetupError } from "./failure.mjs";

/** @returns {string | undefined} */
export function knownRedisModule() {
  const path = process.env.RDI_TEST_REDIS_MODULE;
  return path === undefined || path === "" ? undefined : path;
}

/**
 * The environment that makes `knownRedisModule` of a child process return this module.
 * @param {string} path
 * @returns {Record<string, string>}
 */
export function redisModuleEnvironment(path) {
  const module = resolve(path);
  if (statSync(module, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new SetupError(`There is no Redis module at ${path}.`);
  }
  return { RDI_TEST_REDIS_MODULE: module };
}
