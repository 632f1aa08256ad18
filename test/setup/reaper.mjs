/**
 * Waits until the pipe on its standard input closes, then ends the processes and removes the folders that were announced on
 * it. See lifetime.mjs, which starts it.
 */
import { readFileSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 5_000;

/** @type {Map<number, NodeJS.Signals>} */
const children = new Map();
/** @type {Set<string>} */
const folders = new Set();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) note(line);
for (const [pid, signal] of children) send(pid, signal);
const deadline = Date.now() + PATIENCE_MS;
while (Date.now() < deadline && [...children.keys()].some(isAlive)) await sleep(20);
for (const pid of children.keys()) if (isAlive(pid)) send(pid, "SIGKILL");
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });

/** @param {string} line */
function note(line) {
  const message = parse(line);
  if (message.child !== undefined) children.set(message.child, message.signal ?? "SIGTERM");
  if (message.gone !== undefined) children.delete(message.gone);
  if (message.folder !== undefined) folders.add(message.folder);
  if (message.removed !== undefined) folders.delete(message.removed);
}

/**
 * A process that is killed in the middle of a write leaves half a line, which says nothing.
 * @param {string} line
 * @returns {{ child?: number, signal?: NodeJS.Signals, gone?: number, folder?: string, removed?: string }}
 */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended before us.
  }
}

/**
 * A zombie counts as ended: nobody may be left to collect it.
 * @param {number} pid
 */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return process.platform !== "linux";
  }
}
