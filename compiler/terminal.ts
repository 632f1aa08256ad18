import type { Output } from "./commands/output.ts";

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface Terminal {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A process's streams. Messages, which go to stderr, are coloured if that is a terminal. */
export function terminalOutput({ stdout, stderr, env }: Terminal): Output {
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    color: hasColor(stderr, env),
    screen: stdout.isTTY === true && stderr.isTTY === true && env["TERM"] !== "dumb",
  };
}

/** NO_COLOR (https://no-color.org) and a dumb terminal win over FORCE_COLOR, and that over what the stream is. */
function hasColor(stream: Stream, env: Terminal["env"]): boolean {
  const forced = env["FORCE_COLOR"];
  if ((env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb") return false;
  return forced === undefined ? stream.isTTY === true : forced !== "0" && forced !== "false";
}
