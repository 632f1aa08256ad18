/** A private MariaDB server in a temporary folder, on a loopback port. */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { adopt, endChild, exitOf, hasEnded, removeFolder, temporaryFolder } from "./lifetime.mjs";
import { knownMariadb } from "./mariadb-package.mjs";
import { freePort } from "./ports.mjs";

const USER = "rdi";
const START_LIMIT_MS = 60_000;
const BUSY = /Address already in use|Can't start server: Bind on TCP\/IP port/;
/** Without these a crash of the machine loses commits. A crash of the server does not. */
const FAST = ["innodb-flush-log-at-trx-commit=2", "innodb-flush-method=nosync", "innodb-doublewrite=0"];
const SMALL = [
  "innodb-buffer-pool-size=64M",
  "innodb-log-file-size=64M",
  "aria-pagecache-buffer-size=8M",
  "performance-schema=0",
];

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */
/** @typedef {import("./mariadb-package.mjs").MariadbPrograms} MariadbPrograms */
/** @typedef {import("./servers.mjs").MariadbOptions} MariadbOptions */
/** @typedef {{ programs: MariadbPrograms, home: string, port: number, settings: readonly string[] }} Launch */

/**
 * Starts a server with its own data and a random password, and waits until it accepts connections.
 * @param {MariadbOptions} [options]
 */
export async function startMariadb({ settings = [] } = {}) {
  const programs = knownMariadb();
  if (programs === undefined) throw new Error("There is no MariaDB server. Run `npm test` once: it fetches one.");
  const password = randomBytes(12).toString("hex");
  /** @type {Launch} */
  const launch = {
    programs,
    home: temporaryFolder("mariadb"),
    port: await freePort(),
    settings: [...FAST, ...SMALL, ...settings],
  };
  initialize(launch, password);
  let child = await launchMariadb(launch);

  async function stop() {
    await endChild(child, "SIGTERM");
  }
  async function start() {
    if (hasEnded(child)) child = await launchMariadb(launch);
  }
  async function kill() {
    if (hasEnded(child)) return;
    child.kill("SIGKILL");
    await exitOf(child);
  }
  async function remove() {
    await endChild(child, "SIGKILL");
    removeFolder(launch.home);
  }
  /** @param {string} [database] */
  function url(database = "") {
    return `mariadb://${USER}:${password}@127.0.0.1:${launch.port}/${encodeURIComponent(database)}`;
  }
  return {
    port: launch.port,
    user: USER,
    password,
    get pid() {
      return child.pid ?? 0;
    },
    log: () => readLog(launch),
    url,
    stop,
    start,
    kill,
    remove,
  };
}

/**
 * Makes an empty database, and a user that may do everything. The script asks no name server, and leaves nothing but the folder.
 * @param {Launch} launch
 * @param {string} password
 */
function initialize({ programs: { folder, env }, home }, password) {
  const data = join(home, "data");
  mkdirSync(data);
  const path = [join(folder, "usr", "bin"), join(folder, "usr", "sbin"), process.env.PATH].join(delimiter);
  const account = `'${USER}'@'%'`;
  const users = `CREATE USER ${account} IDENTIFIED BY '${password}'; GRANT ALL ON *.* TO ${account} WITH GRANT OPTION;`;
  writeFileSync(join(home, "users.sql"), `FLUSH PRIVILEGES;\n${users.replaceAll("; ", ";\n")}\n`, { mode: 0o600 });
  const { status, stdout, stderr, error } = spawnSync(
    "sh",
    [
      join(folder, "usr", "bin", "mariadb-install-db"),
      ...[
        "--no-defaults",
        `--basedir=${join(folder, "usr")}`,
        `--datadir=${data}`,
        `--extra-file=${join(home, "users.sql")}`,
      ],
      ...["--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve", ...asRoot()],
    ],
    { env: { ...process.env, ...env, PATH: path }, cwd: home, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`mariadb-install-db failed: ${error?.message ?? `${stdout}\n${stderr}`}`);
}

/** The server refuses to run as root unless it is told to. */
function asRoot() {
  return process.getuid?.() === 0 ? ["--user=root"] : [];
}

/** @param {Launch} launch */
async function launchMariadb(launch) {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const before = readLog(launch).length;
    const child = spawnMariadb(launch);
    const said = () => readLog(launch).slice(before);
    while (!hasEnded(child) && !/ready for connections/.test(said())) {
      if (Date.now() > deadline) throw new Error(`MariaDB is not ready after 60 s and said:\n${said()}`);
      await sleep(10);
    }
    if (!hasEnded(child)) return child;
    if (!BUSY.test(said()) || Date.now() > deadline) throw new Error(`MariaDB ended at once and said:\n${said()}`);
    await sleep(100);
  }
}

/** @param {Launch} launch */
function spawnMariadb({ programs: { folder, program, env }, home, port, settings }) {
  const log = openSync(join(home, "server.log"), "a");
  const place = [
    `basedir=${join(folder, "usr")}`,
    `lc-messages-dir=${join(folder, "usr", "share", "mysql")}`,
    `datadir=${join(home, "data")}`,
    `socket=${join(home, "server.sock")}`,
    `pid-file=${join(home, "server.pid")}`,
    `tmpdir=${home}`,
    `port=${port}`,
    "bind-address=127.0.0.1",
    "skip-name-resolve",
  ];
  const options = [...place, ...settings].map((setting) => `--${setting}`);
  const child = spawn(program, ["--no-defaults", ...asRoot(), ...options], {
    env: { ...process.env, ...env },
    cwd: home,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.on("error", () => undefined);
  return adopt(child);
}

/** @param {Launch} launch */
function readLog({ home }) {
  const path = join(home, "server.log");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
