import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT, type ExitCode } from "../exit.ts";
import { readProject, writeOutput } from "../host.ts";
import { buildProject } from "./build.ts";
import type { Output } from "./output.ts";
import { report } from "./projects.ts";

/** Builds into a temporary folder and runs the worker from there, with these arguments. Its exit code is passed on. */
export async function runBuilt(path: string, args: readonly string[], output: Output): Promise<ExitCode> {
  const project = readProject(path);
  const built = await buildProject(project, { bundle: true });
  report([{ project, diagnostics: built.diagnostics }], [], "text", output);
  if (built.files.length === 0) return EXIT.diagnostics;
  const folder = mkdtempSync(join(tmpdir(), `rdi-${project.name}-`));
  try {
    writeOutput(folder, built.files);
    return await runWorker(join(folder, "worker.mjs"), args);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The worker gets a session of its own: Ctrl-C reaches it once, through us, and not a second time from the terminal, which would
 * mean "at once".
 */
function runWorker(file: string, args: readonly string[]): Promise<ExitCode> {
  const child = spawn(process.execPath, ["--enable-source-maps", file, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise<ExitCode>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(exitCodeOf(code, signal)));
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, forward);
  });
}

/** The worker's own code; as shells do, 128 and the signal's number when a signal ended it. */
function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): ExitCode {
  const exit = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  return exit as ExitCode;
}
