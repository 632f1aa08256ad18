import { pino, type DestinationStream, type Logger, type LoggerOptions } from "pino";

export type Log = Logger;

/** JSON lines, or readable ones on a terminal. The level comes from RDI_LOG_LEVEL (debug, info, warn, error, silent). */
export function createLog(env: NodeJS.ProcessEnv = process.env): Log {
  const level = env.RDI_LOG_LEVEL ?? "info";
  const options: LoggerOptions = { level: isLevel(level) ? level : "info", base: null };
  const log = process.stdout.isTTY ? pino(options, readable(process.stdout)) : pino(options);
  if (!isLevel(level)) log.warn({ level }, "RDI_LOG_LEVEL names no level; info is used");
  return log;
}

/** A destination that turns pino's JSON lines into `12:30:01 INFO  message  name=value …`. */
export function readable(out: { write(text: string): unknown }): DestinationStream {
  return { write: (line) => void out.write(readableLine(line)) };
}

const LEVELS: Readonly<Record<string, string>> = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "INFO ",
  warn: "WARN ",
  error: "ERROR",
  fatal: "FATAL",
};

function isLevel(name: string): boolean {
  return name === "silent" || name in LEVELS;
}

function readableLine(line: string): string {
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed !== "object" || parsed === null) return line;
  const { time, level, msg, err, ...rest }: Record<string, unknown> = { ...parsed };
  const clock = new Date(typeof time === "number" ? time : 0).toTimeString().slice(0, 8);
  const name = LEVELS[pino.levels.labels[Number(level)] ?? ""] ?? "";
  const details = Object.entries(rest).map(
    ([key, value]) => `  ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return `${clock} ${name} ${String(msg ?? "")}${details.join("")}${stackOf(err)}\n`;
}

function stackOf(err: unknown): string {
  if (typeof err !== "object" || err === null) return "";
  if ("stack" in err) return `\n${String(err.stack)}`;
  return "message" in err ? `  ${String(err.message)}` : "";
}
