import { spawn } from "node:child_process";
import { adopt, exitOf } from "./lifetime.mjs";

/**
 * Runs a program without input and collects what it says. A program that cannot be started counts as ended with code 127.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limit?: number }} [options] `limit` in ms
 * @returns {Promise<{ code: number, output: string, stdout: string }>}
 */
export async function runProgram(program, args, { cwd, env = {}, limit = 600_000 } = {}) {
  const child = adopt(
    spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] }),
  );
  let output = "";
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    output += text;
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => (output += text));
  child.on("error", (error) => (output += error.message));
  const closed = new Promise((resolve) => child.once("close", resolve));
  const timer = setTimeout(() => child.kill("SIGKILL"), limit);
  await exitOf(child);
  await closed;
  clearTimeout(timer);
  return { code: child.exitCode ?? 127, output, stdout };
}
