/** Child processes of a test: their output is collected, and none of them outlives the test. */
import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { adopt } from "../setup/servers.mjs";
import { eventually } from "./eventually.ts";

export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input, which is then closed. */
  readonly input?: string;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  readonly running: boolean;
  stdout(): string;
  stderr(): string;
  /** The first line of its output, present or future, that matches. Fails when it ends before. */
  line(pattern: RegExp, within?: number): Promise<string>;
  /** How it ended, once all its output is read. */
  exit(within?: number): Promise<Ending>;
  /** Sends a signal, SIGKILL by default, and waits for the end. */
  kill(signal?: NodeJS.Signals, within?: number): Promise<Ending>;
  /** Sends a signal and does not wait. */
  signal(signal: NodeJS.Signals): void;
}

export function startProcess(command: string, args: readonly string[], options: ProcessOptions = {}): RunningProcess {
  const child = adopt(
    spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: "pipe" }),
    { signal: "SIGKILL" },
  );
  // A child that a failed test left running must not keep the test running as well.
  for (const pipe of [child.stdin, child.stdout, child.stderr]) if (pipe instanceof Socket) pipe.unref();
  const output = { stdout: "", stderr: "" };
  let ending: Ending | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  child.on("error", (error) => {
    output.stderr += error.message;
    ending = { code: null, signal: null };
  });
  child.on("close", (code, signal) => (ending = { code, signal }));
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");

  const said = (): string => output.stdout + output.stderr;
  const exit = (within = 30_000): Promise<Ending> => eventually(`${command} has ended`, () => ending, { within });
  return {
    pid: child.pid ?? 0,
    get running() {
      return ending === undefined;
    },
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    exit,
    line: async (pattern, within = 30_000) => {
      const find = (): string | undefined =>
        said()
          .split("\n")
          .find((line) => pattern.test(line));
      const found = await eventually(`a line like ${String(pattern)}`, () => find() ?? ending, { within }).catch(fail);
      return typeof found === "string"
        ? found
        : fail(new Error(`${command} ended before a line like ${String(pattern)}`));
    },
    kill: async (signal = "SIGKILL", within = 30_000) => {
      child.kill(signal);
      return exit(within);
    },
    signal: (signal) => void child.kill(signal),
  };

  function fail(error: unknown): never {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nIts output was:\n${said()}`);
  }
}

/** Starts a module of this project: TypeScript goes through tsx. */
export function startNode(file: string, args: readonly string[] = [], options: ProcessOptions = {}): RunningProcess {
  const loader = file.endsWith(".ts") ? ["--import", "tsx"] : [];
  return startProcess(process.execPath, [...loader, file, ...args], options);
}
