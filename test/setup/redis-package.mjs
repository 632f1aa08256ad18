/**
 * Gets a Redis server from the packages of Debian or Ubuntu without installing anything: they are unpacked into the clone's cache.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder } from "./cache.mjs";
import { isDebian, libraryFolders, unpackDebian } from "./debian-packages.mjs";
import { SetupError } from "./failure.mjs";
import { temporaryFolder } from "./lifetime.mjs";
import { redisServerAt } from "./redis-server.mjs";

/** @typedef {import("./redis-server.mjs").RedisServer} RedisServer */

const CHOICES = [
  { program: "redis-server", packages: ["redis-server", "redis-tools"] },
  { program: "valkey-server", packages: ["valkey-server", "valkey-tools"] },
];

/**
 * @param {(line: string) => void} log
 * @returns {Promise<RedisServer>}
 */
export async function fetchRedisServer(log) {
  const unpacked = join(cacheFolder(), "redis-server");
  const known = unpackedServer(unpacked);
  if (known !== undefined) return known;
  if (!isDebian()) throw new SetupError(whatToType());
  log("Fetching a Redis server from the system's package archive, into node_modules/.cache only …");
  const draft = temporaryFolder("redis-package", cacheFolder());
  for (const { packages } of CHOICES) {
    if (!(await unpackDebian(packages, draft))) continue;
    if (unpackedServer(join(draft, "root")) === undefined) continue;
    settle(join(draft, "root"), unpacked);
    const server = unpackedServer(unpacked);
    if (server !== undefined) return server;
  }
  throw new SetupError(whatToType());
}

function whatToType() {
  const command = process.platform === "darwin" ? "brew install redis" : "apt-get install redis-server";
  const remedy = isDebian() || process.platform === "darwin" ? `type \`${command}\`` : "install one";
  return `There is no redis-server or valkey-server on the PATH: ${remedy}, or add \`--redis-server PATH\`.`;
}

/**
 * @param {string} folder
 * @returns {RedisServer | undefined}
 */
function unpackedServer(folder) {
  const programs = CHOICES.map(({ program }) => join(folder, "usr", "bin", program));
  const path = programs.find((program) => existsSync(program));
  return path === undefined ? undefined : redisServerAt(path, libraryFolders(folder).join(delimiter));
}

/**
 * Another run may have put its copy there in the meantime, which is as good.
 * @param {string} draft
 * @param {string} place
 */
function settle(draft, place) {
  if (unpackedServer(place) !== undefined) return;
  rmSync(place, { recursive: true, force: true });
  try {
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}
