import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { adopt } from "../../setup/servers.mjs";

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** `stdout` as parsed log lines so far. */
  readonly log: () => readonly Readonly<Record<string, unknown>>[];
  readonly stderr: () => string;
  /** Of its HTTP server, once it has logged it. */
  port(): Promise<number>;
  fetch(path: string): Promise<{ readonly status: number; readonly body: string }>;
  /** Sum over all labels. */
  metric(name: string, label?: string): Promise<number>;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  stop(): Promise<number | string>;
}

const PROGRAM = fileURLToPath(new URL("./worker-program.ts", import.meta.url));

export function startWorkerProcess(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ["--port", "0"],
  program: string = PROGRAM,
): WorkerProcess {
  const child = adopt(
    spawn(process.execPath, ["--import", "tsx", program, ...args], {
      env: { PATH: process.env.PATH ?? "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<number | string>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown")),
  );
  const log = (): readonly Readonly<Record<string, unknown>>[] =>
    stdout
      .split("\n")
      .slice(0, -1)
      .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));

  async function port(): Promise<number> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const found = log().find((line) => typeof line.port === "number");
      if (typeof found?.port === "number") return found.port;
      if (Date.now() > deadline || child.exitCode !== null)
        throw new Error(`The worker opened no port and said:\n${stdout}${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function get(path: string): Promise<{ readonly status: number; readonly body: string }> {
    const response = await fetch(`http://127.0.0.1:${await port()}${path}`);
    return { status: response.status, body: await response.text() };
  }

  return {
    child,
    log,
    stderr: () => stderr,
    port,
    fetch: get,
    metric: async (name, label = "") => {
      const lines = (await get("/metrics")).body
        .split("\n")
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      return lines
        .filter((line) => line.includes(label))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
    },
    ended,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
