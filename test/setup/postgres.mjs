/** A private PostgreSQL server in a temporary folder, on a loopback port. */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { adopt, endChild, exitOf, hasEnded, removeFolder } from "./lifetime.mjs";
import { freePort } from "./ports.mjs";
import { installedPostgres, postgresHome } from "./postgres-programs.mjs";

const USER = "rdi";
/** Of the package. */
const NEWEST = 18;
const FIRST_WITH_BUILTIN = 17;
const START_LIMIT_MS = 60_000;
/** What PostgreSQL says about a port or shared memory that will be free in a moment. */
const BUSY = /Address already in use|pre-existing shared memory block/;
/** Without these a crash of the machine loses commits. A crash of the server does not, since commits are still synchronous. */
const FAST = ["fsync=off", "full_page_writes=off"];
const SHUTDOWN_SIGNALS = /** @type {const} */ ({ smart: "SIGTERM", fast: "SIGINT", immediate: "SIGQUIT" });

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */
/** @typedef {import("./servers.mjs").PostgresOptions} PostgresOptions */
/** @typedef {ReturnType<typeof postgresHome> & { dataDir: string, port: number, settings: readonly string[] }} Launch */

/**
 * Starts a server with its own data and a random password, and waits until it accepts connections.
 * @param {PostgresOptions} [options]
 */
export async function startPostgres({ fast = false, settings = [], version } = {}) {
  const place = postgresHome(version === undefined ? undefined : installedPostgres().get(version));
  const password = randomBytes(12).toString("hex");
  /** @type {Launch} */
  const launch = {
    ...place,
    dataDir: join(place.home, "data"),
    port: await freePort(),
    settings: [...(fast ? FAST : []), ...settings],
  };
  initialize(launch, password, version ?? NEWEST);
  let child = await launchPostgres(launch);

  /** @param {keyof typeof SHUTDOWN_SIGNALS} [mode] */
  async function stop(mode = "fast") {
    await endChild(child, SHUTDOWN_SIGNALS[mode]);
  }
  async function start() {
    if (hasEnded(child)) child = await launchPostgres(launch);
  }
  async function kill() {
    if (hasEnded(child)) return;
    child.kill("SIGKILL");
    await exitOf(child);
  }
  async function remove() {
    await endChild(child, "SIGQUIT");
    removeFolder(launch.home);
  }
  /** @param {string} [database] */
  function url(database = "postgres") {
    return `postgres://${USER}:${password}@127.0.0.1:${launch.port}/${encodeURIComponent(database)}`;
  }
  /** @param {string} name */
  async function createDatabase(name) {
    await execute(url(), `create database "${name.replaceAll('"', '""')}"`);
    return url(name);
  }
  return {
    port: launch.port,
    user: USER,
    password,
    dataDir: launch.dataDir,
    get pid() {
      return child.pid ?? 0;
    },
    log: () => readLog(launch),
    url,
    createDatabase,
    stop,
    start,
    kill,
    remove,
  };
}

/**
 * Makes an empty cluster. Its collation is that of code points, so the order of text is the same on every machine.
 * @param {Launch} launch
 * @param {string} password
 * @param {number} version
 */
function initialize({ programs, home, dataDir, user }, password, version) {
  const passwordFile = join(home, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const builtin = version < FIRST_WITH_BUILTIN ? [] : ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const locale = [...builtin, "--locale=C", "--encoding=UTF8"];
  const access = [`--username=${USER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const { status, stderr, error } = spawnSync(
    join(programs, "initdb"),
    [`--pgdata=${dataDir}`, "--no-sync", ...locale, ...access],
    { ...user, cwd: home, encoding: "utf8" },
  );
  rmSync(passwordFile);
  if (status !== 0) throw new Error(`PostgreSQL's initdb failed: ${error?.message ?? stderr}`);
}

/** @param {Launch} launch */
async function launchPostgres(launch) {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const before = readLog(launch).length;
    const child = spawnPostgres(launch);
    while (!hasEnded(child) && !isReady(launch, child)) {
      if (Date.now() > deadline) throw new Error(`PostgreSQL is not ready after 60 s and said:\n${readLog(launch)}`);
      await sleep(10);
    }
    if (!hasEnded(child)) return child;
    const said = readLog(launch).slice(before);
    if (!BUSY.test(said) || Date.now() > deadline) throw new Error(`PostgreSQL ended at once and said:\n${said}`);
    await sleep(100);
  }
}

/** @param {Launch} launch */
function spawnPostgres({ programs, home, dataDir, user, port, settings }) {
  const place = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories="];
  const log = openSync(join(home, "server.log"), "a");
  const child = spawn(
    join(programs, "postgres"),
    ["-D", dataDir, ...[...place, ...settings].flatMap((s) => ["-c", s])],
    {
      ...user,
      cwd: home,
      detached: true,
      stdio: ["ignore", log, log],
    },
  );
  closeSync(log);
  child.on("error", () => undefined);
  // An immediate shutdown is the shortest one that also gives the shared memory back.
  return adopt(child, { signal: "SIGQUIT" });
}

/**
 * The server writes its state into the eighth line of postmaster.pid, where pg_ctl reads it as well.
 * @param {Launch} launch
 * @param {ChildProcess} child
 */
function isReady({ dataDir }, child) {
  try {
    const lines = readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
    return lines[0] === String(child.pid) && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

/**
 * @param {string} url
 * @param {string} statement
 */
async function execute(url, statement) {
  // Imported here, because this file is also loaded before anything is installed.
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** @param {Launch} launch */
function readLog({ home }) {
  try {
    return readFileSync(join(home, "server.log"), "utf8");
  } catch {
    return "";
  }
}
