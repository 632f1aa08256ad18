/**
 * Gets a Redis server from the packages of Debian or Ubuntu without installing anything: the packages are downloaded and
 * unpacked into the clone's cache. Neither the system's package lists nor its services are touched, so no right is needed.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder } from "./cache.mjs";
import { SetupError } from "./failure.mjs";
import { temporaryFolder } from "./lifetime.mjs";
import { redisServerAt } from "./redis-server.mjs";
import { runProgram } from "./run-program.mjs";

/** @typedef {import("./redis-server.mjs").RedisServer} RedisServer */

const CHOICES = [
  { program: "redis-server", packages: ["redis-server", "redis-tools"] },
  { program: "valkey-server", packages: ["valkey-server", "valkey-tools"] },
];
const LIMIT_MS = 120_000;

/**
 * @param {(line: string) => void} log
 * @returns {Promise<RedisServer>}
 */
export async function fetchRedisServer(log) {
  const unpacked = join(cacheFolder(), "redis-server");
  const known = unpackedServer(unpacked);
  if (known !== undefined) return known;
  if (!existsSync("/etc/debian_version")) throw new SetupError(whatToType());
  log("Fetching a Redis server from the system's package archive, into node_modules/.cache only …");
  const draft = temporaryFolder("redis-package", cacheFolder());
  for (const { packages } of CHOICES) {
    if (!(await unpackPackages(packages, draft))) continue;
    await unpackLibraries(packages, draft);
    if (unpackedServer(join(draft, "root")) === undefined) continue;
    settle(join(draft, "root"), unpacked);
    const server = unpackedServer(unpacked);
    if (server !== undefined) return server;
  }
  throw new SetupError(whatToType());
}

function whatToType() {
  const command = process.platform === "darwin" ? "brew install redis" : "apt-get install redis-server";
  const remedy =
    existsSync("/etc/debian_version") || process.platform === "darwin" ? `type \`${command}\`` : "install one";
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
 * Debian puts libraries into usr/lib/<architecture>.
 * @param {string} folder
 */
function libraryFolders(folder) {
  return ["usr/lib", "lib"]
    .map((place) => join(folder, place))
    .filter((place) => existsSync(place))
    .flatMap((place) => readdirSync(place).map((architecture) => join(place, architecture)))
    .filter((place) => place.includes("-linux-gnu"));
}

/**
 * @param {readonly string[]} packages
 * @param {string} draft
 */
async function unpackPackages(packages, draft) {
  for (const name of packages) if (!(await unpackPackage(name, draft))) return false;
  return true;
}

/**
 * Downloads with the system's own package lists; where these are missing or old, with lists of our own.
 * @param {string} name
 * @param {string} draft
 */
async function unpackPackage(name, draft) {
  const folder = join(draft, "packages", name);
  mkdirSync(folder, { recursive: true });
  if (!(await download(name, folder, draft))) return false;
  for (const file of readdirSync(folder).filter((entry) => entry.endsWith(".deb"))) {
    const { code } = await runProgram("dpkg-deb", ["-x", join(folder, file), join(draft, "root")], { limit: LIMIT_MS });
    if (code !== 0) return false;
  }
  return true;
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {string} draft
 */
async function download(name, folder, draft) {
  const lists = join(draft, "lists");
  if (!existsSync(lists)) {
    if (await aptGet(["download", name], folder)) return true;
    mkdirSync(join(lists, "partial"), { recursive: true });
    if (!(await aptGet(["update"], folder, lists))) return false;
  }
  return aptGet(["download", name], folder, lists);
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {string} [lists]
 */
async function aptGet(args, cwd, lists) {
  const { code } = await runProgram("apt-get", [...aptSettings(lists), ...args], {
    cwd,
    env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    limit: LIMIT_MS,
  });
  return code === 0;
}

/** @param {string | undefined} lists */
function aptSettings(lists) {
  const own = lists === undefined ? [] : [`Dir::State::Lists=${lists}`, `Dir::Cache=${lists}`, "Debug::NoLocking=true"];
  return ["-q", ...["APT::Sandbox::User=root", ...own].flatMap((setting) => ["-o", setting])];
}

/**
 * Adds the libraries that the system lacks, and those that these need in turn.
 * @param {readonly string[]} packages
 * @param {string} draft
 */
async function unpackLibraries(packages, draft) {
  const seen = new Set(packages);
  const open = [...packages];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    for (const library of await missingLibraries(name, draft)) {
      if (seen.has(library)) continue;
      seen.add(library);
      if (await unpackPackage(library, draft)) open.push(library);
    }
  }
}

/**
 * @param {string} name
 * @param {string} draft
 */
async function missingLibraries(name, draft) {
  const lists = join(draft, "lists");
  const { stdout } = await runProgram("apt-cache", [
    ...aptSettings(existsSync(lists) ? lists : undefined),
    "depends",
    name,
  ]);
  const libraries = [...stdout.matchAll(/^ [ |]Depends: (lib[^\s<>]+)/gm)].flatMap(([, library]) => library ?? []);
  const installed = await Promise.all(libraries.map(isInstalled));
  return libraries.filter((_, index) => installed[index] !== true);
}

/** @param {string} name */
async function isInstalled(name) {
  const { code, stdout } = await runProgram("dpkg-query", ["-W", "-f=${db:Status-Status}\n", name]);
  return code === 0 && stdout.includes("installed");
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
