/** A private Redis (or Valkey) server in a temporary folder, on a loopback port. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { adopt, endChild, exitOf, hasEnded, removeFolder, temporaryFolder } from "./lifetime.mjs";
import { freePort } from "./ports.mjs";
import { knownRedisServer } from "./redis-server.mjs";

const START_LIMIT_MS = 15_000;

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */
/** @typedef {import("./servers.mjs").RedisOptions} RedisOptions */
/**
 * @typedef {{ binary: string, env: NodeJS.ProcessEnv, dir: string, port: number, file: readonly string[],
 * args: readonly string[] }} Launch
 */

/**
 * Starts a server and waits until it answers. Without `aof` it keeps nothing on disk.
 * @param {RedisOptions} [options]
 */
export async function startRedis(options = {}) {
  const known = options.binary === undefined ? knownRedisServer() : { path: options.binary, env: options.env ?? {} };
  const dir = options.dir ?? temporaryFolder("redis");
  const port = options.port ?? (await freePort());
  /** @type {Launch} */
  const launch = { binary: known.path, env: known.env, dir, port, ...programArguments(options) };
  let child = await launchRedis(launch);

  async function stop() {
    await endChild(child, "SIGTERM");
  }
  /** @param {NodeJS.Signals} [signal] */
  async function kill(signal = "SIGKILL") {
    if (hasEnded(child)) return;
    child.kill(signal);
    if (endsProcess(signal)) await exitOf(child);
  }
  async function start() {
    if (hasEnded(child)) child = await launchRedis(launch);
  }
  async function restart() {
    await stop();
    await start();
  }
  async function remove() {
    await endChild(child, "SIGKILL");
    if (options.dir === undefined) removeFolder(dir);
  }
  return {
    port,
    dir,
    url: `redis://${options.password === undefined ? "" : `:${encodeURIComponent(options.password)}@`}127.0.0.1:${port}`,
    get pid() {
      return child.pid ?? 0;
    },
    log: () => readLog(dir),
    kill,
    stop,
    start,
    restart,
    remove,
  };
}

/**
 * A Sentinel takes few settings beside those in its file.
 * @param {RedisOptions} options
 */
function programArguments(options) {
  if (options.sentinel === undefined) return { file: [], args: settings(options) };
  return { file: [options.sentinel], args: ["--sentinel", "--bind", "127.0.0.1", "--daemonize", "no"] };
}

/**
 * @param {RedisOptions} options
 * @returns {string[]}
 */
function settings({ aof = false, password, modules = [], args = [] }) {
  return [
    ...["--bind", "127.0.0.1", "--daemonize", "no", "--logfile", "", "--save", ""],
    ...(aof ? ["--appendonly", "yes", "--appendfsync", "always"] : []),
    ...(password === undefined ? [] : ["--requirepass", password]),
    ...modules.flatMap((path) => ["--loadmodule", path]),
    ...args,
  ];
}

/** @param {Launch} launch */
async function launchRedis({ binary, env, dir, port, file, args }) {
  const log = openSync(join(dir, "server.log"), "a");
  const child = spawn(binary, [...file, "--port", String(port), "--dir", dir, ...args], {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...env },
  });
  closeSync(log);
  /** @type {Error | undefined} */
  let failure;
  child.once("error", (error) => (failure = error));
  adopt(child);
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await answers(port))) {
    if (failure !== undefined) throw new Error(`${binary} cannot be started: ${failure.message}`);
    if (hasEnded(child)) throw new Error(`${binary} ended at once and said:\n${readLog(dir)}`);
    if (Date.now() > deadline) throw new Error(`${binary} does not answer after 15 s and said:\n${readLog(dir)}`);
    await sleep(5);
  }
  return child;
}

/**
 * True when a server on the port is ready for commands, or for the password.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.setTimeout(1000, () => done(false));
    socket.once("data", (data) => done(/^(\+PONG|-NOAUTH)/.test(data.toString("latin1"))));
    socket.once("error", () => done(false));
    socket.once("close", () => done(false));

    /** @param {boolean} ready */
    function done(ready) {
      socket.destroy();
      resolve(ready);
    }
  });
}

/** @param {NodeJS.Signals} signal */
function endsProcess(signal) {
  return !["SIGSTOP", "SIGCONT", "SIGUSR1", "SIGUSR2"].includes(signal);
}

/** @param {string} dir */
function readLog(dir) {
  return readFileSync(join(dir, "server.log"), "utf8");
}
