/**
 * Runs one test file in a process of its own and judges it by what uvu counted. uvu's exit code says nothing when a `before`
 * hook throws, when `.run()` is missing, when a file is empty or when an `.only` was forgotten.
 */
import { spawn } from "node:child_process";
import { root } from "./cache.mjs";
import { adopt } from "./lifetime.mjs";
import { notedNotRun } from "./not-run.mjs";

/** @typedef {{ passed: number, failed: number, ms: number, why: string, output: string, notRun: readonly string[] }} Verdict */
/** @typedef {{ code: number | null, stdout: string, output: string, ms: number, stopped: string }} Ending */

/** How long a file may take to end after its last test; longer, and a server or connection was left open. */
const AFTERMATH_S = 10;
const SUMMARY = /^ {2}Total: +(\d+)\n {2}Passed: +(\d+)\n {2}Skipped: +(\d+)\n {2}Duration: /gm;

/**
 * @param {string} file relative to the clone
 * @param {{ limit: number }} options in seconds
 * @returns {Promise<Verdict>}
 */
export async function runTestFile(file, { limit }) {
  return judge(await runToEnd(["--import", "tsx", file], limit));
}

/**
 * The type check of the whole project counts as one test.
 * @param {{ limit: number }} options
 * @returns {Promise<Verdict>}
 */
export async function runTypeCheck({ limit }) {
  const ending = await runToEnd(["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."], limit);
  const good = ending.code === 0 && ending.stopped === "";
  return {
    ...ending,
    notRun: [],
    passed: good ? 1 : 0,
    failed: good ? 0 : 1,
    why: good ? "" : ending.stopped || `exit code ${ending.code}`,
  };
}

/**
 * A file is good when its counts are there, once, and say that every test ran and passed. All else is at least one failure.
 * @param {Ending} ending
 * @returns {Verdict}
 */
export function judge({ code, stdout, output, ms, stopped }) {
  const summaries = [...stdout.matchAll(SUMMARY)];
  const notRun = notedNotRun(stdout);
  const [total = 0, passed = 0, skipped = 0] = (summaries[0] ?? []).slice(1).map(Number);
  /** @type {[boolean, string][]} */
  const reasons = [
    [stopped !== "" && summaries.length === 0, stopped],
    [summaries.length !== 1, `${summaries.length} test summaries instead of 1`],
    [total === 0 && notRun.length === 0, "no test ran"],
    [skipped > 0, `${skipped} of its tests were skipped`],
    [passed !== total, `${total - passed} of ${total} failed`],
    [stopped !== "", stopped],
    [code !== 0, `exit code ${code}`],
  ];
  const why = reasons.find(([applies]) => applies)?.[1] ?? "";
  const failed = why === "" ? 0 : Math.max(1, total - passed + skipped);
  return { passed, failed, ms, why, output, notRun };
}

/**
 * The process gets a group of its own, so that the time limit ends its children as well.
 * @param {readonly string[]} args
 * @param {number} limit in seconds
 * @returns {Promise<Ending>}
 */
function runToEnd(args, limit) {
  const started = performance.now();
  const child = adopt(
    spawn(process.execPath, [...args], {
      cwd: root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, FORCE_COLOR: undefined },
    }),
  );
  child.ref();
  let stdout = "";
  let output = "";
  let stopped = "";
  /** @param {string} why */
  function stop(why) {
    stopped ||= why;
    killGroup(child.pid);
  }
  const timers = [setTimeout(() => stop(`stopped after ${limit} s`), limit * 1000)];
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    output += text;
    if (timers.length > 1 || stdout.search(SUMMARY) < 0) return;
    const why = `not ended ${AFTERMATH_S} s after its last test: something was left open`;
    timers.push(setTimeout(() => stop(why), AFTERMATH_S * 1000));
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve) => {
    child.once("error", (error) => (output += error.message));
    child.once("exit", () => killGroup(child.pid));
    child.once("close", (code) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ code, stdout, output, stopped, ms: performance.now() - started });
    });
  });
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The whole group has ended, as it should.
  }
}
