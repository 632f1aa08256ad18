import { readFileSync } from "node:fs";
import { EXIT, StartupError } from "./errors.ts";
import type { Setting } from "./job.ts";

/** Reads a setting now. `what` names it in the message: `the url of source redis`. Throws {@link StartupError} when it is missing. */
export function resolveSetting(setting: Setting, what: string, env: NodeJS.ProcessEnv = process.env): string {
  switch (setting.kind) {
    case "constant":
      return setting.value;
    case "env":
      return fromEnvironment(setting, what, env);
    case "file":
      return fromFile(setting.path, what);
  }
}

/** A URL as it may be shown: without its password, and without any query value that could be one. */
export function redactUrl(url: string): string {
  if (isSentinelUrl(url)) return secretsOf(url).reduce((shown, secret) => shown.replaceAll(secret, "***"), url);
  try {
    const parsed = new URL(url);
    if (parsed.password !== "") parsed.password = "***";
    for (const name of [...parsed.searchParams.keys()]) {
      if (/pass|secret|token|key/i.test(name)) parsed.searchParams.set(name, "***");
    }
    return parsed.href;
  } catch {
    return "(not a URL)";
  }
}

/** Removes the password of each URL wherever it stands in a text, so that a driver's message may be shown. */
export function redactText(text: string, urls: readonly string[]): string {
  return urls.reduce((shown, url) => {
    const secrets = secretsOf(url);
    return secrets.reduce((part, secret) => part.replaceAll(secret, "***"), shown);
  }, text);
}

/** Its list of hosts is no URL to the standard's parser. */
function isSentinelUrl(url: string): boolean {
  return /^rediss?\+sentinel:/.test(url);
}

function secretsOf(url: string): readonly string[] {
  if (isSentinelUrl(url)) {
    const login = /^[^/]*\/\/[^:@/]*:([^@/]*)@/.exec(url)?.[1] ?? "";
    const queried = [...url.matchAll(/[?&]\w*(?:pass|secret|token|key)\w*=([^&]*)/gi)].map(([, value = ""]) => value);
    return [login, ...queried].filter((text) => text !== "").flatMap((text) => [text, decodedText(text)]);
  }
  try {
    const { password } = new URL(url);
    return password === "" ? [] : [url, password, decodeURIComponent(password)];
  } catch {
    return [];
  }
}

function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fromEnvironment(setting: Extract<Setting, { kind: "env" }>, what: string, env: NodeJS.ProcessEnv): string {
  const value = env[setting.name] ?? setting.fallback;
  if (value !== undefined && value !== "") return value;
  throw missing(
    `${what} comes from the environment variable ${setting.name}, which is ${value === "" ? "empty" : "not set"}.`,
    `Set ${setting.name}, then start again.`,
  );
}

function fromFile(path: string, what: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw missing(
      `${what} comes from the file ${path}, which can't be read (${reason}).`,
      `Create ${path} or make it readable.`,
    );
  }
  if (text !== "") return text;
  throw missing(`${what} comes from the file ${path}, which is empty.`, `Write the value into ${path}.`);
}

function missing(message: string, hint: string): StartupError {
  return new StartupError("RDI5001", EXIT.configuration, message, hint);
}
