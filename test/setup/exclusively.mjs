/** Two runs in one clone may start at the same time; what changes the clone is done by one of them. */
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./cache.mjs";

/**
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function exclusively(name, work) {
  const clone = createHash("sha256").update(root).digest("hex").slice(0, 12);
  const lock = join(tmpdir(), `rdi-${clone}-${name}.lock`);
  while (!take(lock)) {
    if (!holderIsAlive(lock)) rmSync(lock, { force: true });
    await sleep(100);
  }
  const release = () => rmSync(lock, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    release();
    process.off("exit", release);
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} lock */
function holderIsAlive(lock) {
  try {
    // A lock without a number has just been made.
    const pid = Number(readFileSync(lock, "utf8"));
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
