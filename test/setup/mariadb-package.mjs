/**
 * A MariaDB server for tests, from the packages of Debian or Ubuntu, unpacked into the clone's cache. Where it can't be had, the tests that need it are
 * listed by name.
 */
import { spawnSync } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder } from "./cache.mjs";
import { isDebian, libraryFolders, unpackDebian } from "./debian-packages.mjs";
import { exclusively } from "./exclusively.mjs";
import { temporaryFolder } from "./lifetime.mjs";

/** @typedef {{ folder: string, program: string, env: Record<string, string> }} MariadbPrograms */

/** The second has what the script that makes an empty database asks. */
const PACKAGES = ["mariadb-server-core", "mariadb-client-core"];

/** The programs that an earlier run has fetched. */
export function knownMariadb() {
  return programsIn(unpackedFolder());
}

/** @param {(line: string) => void} log */
export async function fetchMariadb(log) {
  if (knownMariadb() !== undefined || !isDebian()) return knownMariadb();
  return exclusively("mariadb", async () => knownMariadb() ?? (await fetchPackages(log)));
}

/** @param {(line: string) => void} log */
async function fetchPackages(log) {
  log("Fetching a MariaDB server from the system's package archive, into node_modules/.cache only …");
  const draft = temporaryFolder("mariadb-package", cacheFolder());
  if (!(await unpackDebian(PACKAGES, draft)) || programsIn(join(draft, "root")) === undefined) return undefined;
  rmSync(unpackedFolder(), { recursive: true, force: true });
  renameSync(join(draft, "root"), unpackedFolder());
  return knownMariadb();
}

function unpackedFolder() {
  return join(cacheFolder(), "mariadb-server");
}

/**
 * @param {string} folder
 * @returns {MariadbPrograms | undefined}
 */
function programsIn(folder) {
  const program = join(folder, "usr", "sbin", "mariadbd");
  if (!existsSync(program)) return undefined;
  const env = { LD_LIBRARY_PATH: libraryFolders(folder).join(delimiter) };
  const { status } = spawnSync(program, ["--no-defaults", "--version"], { env: { ...process.env, ...env } });
  return status === 0 ? { folder, program, env } : undefined;
}
