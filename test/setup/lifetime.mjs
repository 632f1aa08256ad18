/**
 * What a process starts ends with it, however it ends: by itself, by a signal, by an uncaught error or by SIGKILL.
 *
 * A small child, the reaper, holds the reading end of a pipe and a list of process ids and folders. When the pipe closes, the
 * process that wrote to it is gone: the reaper ends what is left and removes the folders. It is the only mechanism, so there
 * is no signal handler that could be forgotten or that could disturb the process under test.
 *
 *     process ──{child, signal} {gone} {folder} {removed}──▶ reaper
 *        └── ends, pipe closes ──▶ the reaper signals, waits, kills, removes
 */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

const PATIENCE_MS = 10_000;

/** @type {Map<ChildProcess, NodeJS.Signals>} */
const children = new Map();
/** @type {Set<string>} */
const folders = new Set();
/** @type {ChildProcess | undefined} */
let reaper;

/**
 * Makes sure that the child ends with this process. It no longer keeps this process running.
 * @param {ChildProcess} child
 * @param {{ signal?: NodeJS.Signals }} [options] the signal that ends it without leaving anything behind
 * @returns {ChildProcess}
 */
export function adopt(child, { signal = "SIGTERM" } = {}) {
  if (child.pid === undefined) return child;
  const { pid } = child;
  children.set(child, signal);
  tell({ child: pid, signal });
  child.once("exit", () => {
    children.delete(child);
    tell({ gone: pid });
  });
  child.unref();
  return child;
}

/**
 * Makes a folder that only this user may enter and that is removed with this process.
 * @param {string} name
 * @param {string} [parent]
 */
export function temporaryFolder(name, parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, `rdi-${name}-`));
  chmodSync(folder, 0o700);
  folders.add(folder);
  tell({ folder });
  return folder;
}

/** @param {string} folder one that `temporaryFolder` returned */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  folders.delete(folder);
  tell({ removed: folder });
}

/**
 * Sends the signal and resolves when the child has ended, which a signal may take its time to do.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export async function endChild(child, signal) {
  if (hasEnded(child)) return;
  const ended = exitOf(child);
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}

/** @param {ChildProcess} child */
export function hasEnded(child) {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/**
 * Resolves when the child has ended; until then this process stays alive.
 * @param {ChildProcess} child
 * @returns {Promise<void>}
 */
export function exitOf(child) {
  if (hasEnded(child)) return Promise.resolve();
  child.ref();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** Ends everything that this process started, in reverse order, and removes its folders. */
export async function endAll() {
  for (const [child, signal] of [...children].reverse()) await endChild(child, signal);
  for (const folder of folders) removeFolder(folder);
}

/** @param {object} message */
function tell(message) {
  reaper ??= startReaper();
  reaper.stdin?.write(`${JSON.stringify(message)}\n`);
}

/**
 * The reaper keeps our stderr open, so whoever waits for the end of our output also waits until nothing is left.
 */
function startReaper() {
  const script = fileURLToPath(new URL("./reaper.mjs", import.meta.url));
  const child = spawn(process.execPath, [script], { detached: true, stdio: ["pipe", "ignore", "inherit"], env: {} });
  child.unref();
  const pipe = /** @type {import("node:net").Socket | null} */ (child.stdin);
  pipe?.unref();
  pipe?.on("error", () => undefined);
  return child;
}
