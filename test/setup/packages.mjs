/** npm's packages, exactly those of package-lock.json. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./cache.mjs";
import { exclusively } from "./exclusively.mjs";
import { SetupError } from "./failure.mjs";
import { runProgram } from "./run-program.mjs";

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage */
/** @typedef {Record<string, LockedPackage>} LockedPackages */

/**
 * Runs `npm ci` unless everything is there already.
 * @param {(line: string) => void} log
 */
export async function installPackages(log) {
  if (packagesAreInstalled()) return;
  await exclusively("packages", async () => {
    if (packagesAreInstalled()) return;
    log("Installing npm packages (npm ci), about a minute …");
    const npm = process.env.npm_execpath;
    const [program, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
    const { code, output } = await runProgram(program ?? "npm", [...first, "ci", "--no-audit", "--no-fund"], {
      cwd: root,
    });
    if (code === 0) return;
    log(output.trimEnd());
    throw new SetupError("`npm ci` failed; what it said is above.");
  });
}

/**
 * npm notes in node_modules/.package-lock.json what it has installed. That is compared, not the files' times, which a copy or a
 * checkout changes. An optional package may be missing: it may be for another platform.
 */
export function packagesAreInstalled() {
  const wanted = lockedPackages("package-lock.json");
  const installed = lockedPackages("node_modules/.package-lock.json");
  return Object.entries(wanted)
    .filter(([place]) => place !== "")
    .every(([place, { version, optional }]) => {
      const found = installed[place];
      if (found === undefined) return optional === true;
      return found.version === version && existsSync(join(root, place, "package.json"));
    });
}

/**
 * @param {string} file
 * @returns {LockedPackages}
 */
function lockedPackages(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}
