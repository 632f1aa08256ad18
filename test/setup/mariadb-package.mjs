/**
 * A MariaDB server for tests, from the packages of Debian or Ubuntu, in the clone's cache: RDI_TEST_MARIADB is the folder of the unpacked
 * packages. Where it can't be had, the tests that need it are listed by name.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache.mjs";
import { fetchPrograms, libraryPath } from "./debian-packages.mjs";

/** @typedef {{ folder: string, program: string, env: Record<string, string> }} MariadbPrograms */

const NAME = "mariadb-server";
/** The second holds what the script that makes an empty database asks. */
const CHOICES = [["mariadb-server-core", "mariadb-client-core"]];

/** The programs that an earlier run has fetched. */
export function knownMariadb() {
  return programsIn(join(cacheFolder(), NAME));
}

/** @param {(line: string) => void} log */
export async function fetchMariadb(log) {
  return fetchPrograms({ name: NAME, what: "a MariaDB server", choices: CHOICES, find: programsIn, log });
}

/**
 * @param {string} folder
 * @returns {MariadbPrograms | undefined}
 */
function programsIn(folder) {
  const program = join(folder, "usr", "sbin", "mariadbd");
  if (!existsSync(program)) return undefined;
  const env = { LD_LIBRARY_PATH: libraryPath(folder) };
  const { status } = spawnSync(program, ["--no-defaults", "--version"], { env: { ...process.env, ...env } });
  return status === 0 ? { folder, program, env } : undefined;
}
