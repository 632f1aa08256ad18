/**
 * The model checker Spin, for the tests of the model: the one on the PATH, or that of Debian's or Ubuntu's packages, which is unpacked into the clone's cache. It writes a
 * verifier in C, so it is of use only beside a compiler, which nothing fetches.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache.mjs";
import { isDebian, unpackDebian } from "./debian-packages.mjs";
import { exclusively } from "./exclusively.mjs";
import { temporaryFolder } from "./lifetime.mjs";
import { runProgram } from "./run-program.mjs";

/**
 * The programs; undefined where there is no compiler, or no Spin to be had.
 * @returns {Promise<{ spin: string, compiler: string } | undefined>}
 */
export async function findSpin() {
  const compiler = await firstThatRuns(["cc", "gcc", "clang"], ["--version"]);
  if (compiler === undefined) return undefined;
  const unpacked = join(cacheFolder(), "spin");
  const known = () => firstThatRuns(["spin", join(unpacked, "usr", "bin", "spin")], ["-V"]);
  const spin =
    (await known()) ?? (await exclusively("spin", async () => (await known()) ?? fetchSpin(unpacked, known)));
  return spin === undefined ? undefined : { spin, compiler };
}

/**
 * @param {string} unpacked
 * @param {() => Promise<string | undefined>} known
 */
async function fetchSpin(unpacked, known) {
  if (!isDebian()) return undefined;
  const draft = temporaryFolder("spin-package", cacheFolder());
  if (!(await unpackDebian(["spin"], draft)) || !existsSync(join(draft, "root"))) return undefined;
  rmSync(unpacked, { recursive: true, force: true });
  renameSync(join(draft, "root"), unpacked);
  return known();
}

/**
 * @param {readonly string[]} programs
 * @param {readonly string[]} args
 */
async function firstThatRuns(programs, args) {
  for (const program of programs) if ((await runProgram(program, args, { limit: 10_000 })).code === 0) return program;
  return undefined;
}
