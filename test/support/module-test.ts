/** Tests and documents that depend on whether the run was given a RedisJSON module: `npm test -- --redis-module PATH`. */
import { test } from "uvu";
import { knownRedisModule, noteNotRun, startRedis, type RedisOptions, type RedisServer } from "../setup/servers.mjs";
import type { RedisConnection } from "./redis.ts";

/** Registers a test that needs the module. Without one the runner lists it by name as not run; it counts neither way. */
export function moduleTest(name: string, run: () => Promise<void>): void {
  if (knownRedisModule() === undefined) noteNotRun(name, "a RedisJSON module (--redis-module PATH)");
  else test(name, run);
}

/** Starts a server that has the module, when there is one. */
export function documentServer(options: RedisOptions = {}): Promise<RedisServer> {
  const module = knownRedisModule();
  return startRedis(module === undefined ? options : { ...options, modules: [module] });
}

/** Stores a document in a server of `documentServer`: as RedisJSON where there is the module, otherwise as a string that holds JSON. */
export async function putDocument({ command }: RedisConnection, key: string, json: string): Promise<void> {
  if (knownRedisModule() === undefined) await command("SET", key, json);
  else await command("JSON.SET", key, "$", json);
}
