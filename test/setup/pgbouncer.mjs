/** PgBouncer, a pool in front of a PostgreSQL server: the one on the PATH, or that of Debian's or Ubuntu's packages, which is unpacked into the clone's cache. */
import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder } from "./cache.mjs";
import { isDebian, libraryFolders, unpackDebian } from "./debian-packages.mjs";
import { exclusively } from "./exclusively.mjs";
import { adopt, endChild, hasEnded, removeFolder, temporaryFolder } from "./lifetime.mjs";
import { freePort } from "./ports.mjs";
import { unprivilegedUser } from "./postgres-programs.mjs";

/** @typedef {{ program: string, env: Record<string, string> }} Bouncer */

const START_LIMIT_MS = 20_000;
/** So few that each session meets servers that others have used. */
const SERVERS = 2;

/** Undefined where there is none to be had. */
export async function findPgbouncer() {
  return knownPgbouncer() ?? exclusively("pgbouncer", async () => knownPgbouncer() ?? fetchPgbouncer());
}

/**
 * Starts one in transaction mode, for every user of the server.
 * @param {import("./servers.mjs").PostgresServer} postgres
 */
export async function startPgbouncer(postgres) {
  const found = await findPgbouncer();
  if (found === undefined) throw new Error("There is no PgBouncer on this machine, and none to be had.");
  const folder = temporaryFolder("pgbouncer");
  const port = await freePort();
  const child = launch(found, folder, port, postgres);
  await untilReady(child, port, join(folder, "log"));
  /** @param {string} url of a database of the server */
  function through(url) {
    return url.replace(`:${postgres.port}/`, `:${port}/`);
  }
  async function remove() {
    await endChild(child, "SIGQUIT");
    removeFolder(folder);
  }
  return { port, through, remove, console: through(postgres.url("pgbouncer")) };
}

/**
 * @param {Bouncer} bouncer
 * @param {string} folder
 * @param {number} port
 * @param {import("./servers.mjs").PostgresServer} postgres
 */
function launch({ program, env }, folder, port, { port: server, user, password }) {
  const settings = join(folder, "pgbouncer.ini");
  const users = join(folder, "users");
  writeFileSync(users, `"${user}" "${password}"\n`);
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${server} auth_user=${user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
pool_mode = transaction
ignore_startup_parameters = options
default_pool_size = ${SERVERS}
max_client_conn = 200
auth_type = scram-sha-256
auth_file = ${users}
admin_users = ${user}
auth_query = SELECT usename, passwd FROM pg_shadow WHERE usename = $1
logfile = ${join(folder, "log")}
`,
  );
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  if (owner !== undefined) for (const path of [folder, users, settings]) chownSync(path, owner.uid, owner.gid);
  const as = owner === undefined ? [] : ["-u", owner.name];
  return adopt(
    spawn(program, ["-q", ...as, settings], { cwd: folder, env: { ...process.env, ...env }, stdio: "ignore" }),
    { signal: "SIGQUIT" },
  );
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {number} port
 * @param {string} log
 */
async function untilReady(child, port, log) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await answers(port))) {
    if (hasEnded(child) || Date.now() > deadline)
      throw new Error(
        `PgBouncer does not answer and said:\n${existsSync(log) ? readFileSync(log, "utf8") : "nothing"}`,
      );
    await sleep(20);
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (/** @type {boolean} */ yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}

function unpackedFolder() {
  return join(cacheFolder(), "pgbouncer");
}

/** @returns {Bouncer | undefined} */
function knownPgbouncer() {
  const unpacked = join(unpackedFolder(), "usr", "sbin", "pgbouncer");
  /** @type {readonly Bouncer[]} */
  const known = [
    { program: "pgbouncer", env: {} },
    { program: unpacked, env: { LD_LIBRARY_PATH: libraryFolders(unpackedFolder()).join(delimiter) } },
  ];
  return known.find(
    ({ program, env }) => spawnSync(program, ["--version"], { env: { ...process.env, ...env } }).status === 0,
  );
}

async function fetchPgbouncer() {
  if (!isDebian()) return undefined;
  const draft = temporaryFolder("pgbouncer-package", cacheFolder());
  if (!(await unpackDebian(["pgbouncer"], draft))) return undefined;
  rmSync(unpackedFolder(), { recursive: true, force: true });
  renameSync(join(draft, "root"), unpackedFolder());
  return knownPgbouncer();
}
