/**
 * Gets packages of Debian or Ubuntu without installing anything: they are downloaded and unpacked into a folder. Neither the system's package lists nor its
 * services are touched, so no right is needed.
 */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./run-program.mjs";

const LIMIT_MS = 120_000;

export function isDebian() {
  return existsSync("/etc/debian_version");
}

/**
 * Unpacks the packages, and the libraries that they need and the system lacks, into the folder `root` of the draft. False when one of them is not to be had.
 * @param {readonly string[]} packages
 * @param {string} draft
 */
export async function unpackDebian(packages, draft) {
  if (!(await unpackPackages(packages, draft))) return false;
  await unpackLibraries(packages, draft);
  return true;
}

/**
 * Debian puts libraries into usr/lib/<architecture>.
 * @param {string} folder
 */
export function libraryFolders(folder) {
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
