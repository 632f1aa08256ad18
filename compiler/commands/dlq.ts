import type { FoundLetter, LetterCount, LetterFilter } from "../../runtime/operate.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { UsageError } from "../usage-error.ts";
import { countOption, durationOf } from "./durations.ts";
import { operate } from "./operated.ts";
import { printObject, type Output } from "./output.ts";
import { duration, moment, table } from "./shown.ts";

/** As they are typed. */
export interface LetterFlags {
  readonly job?: string | undefined;
  readonly code?: string | undefined;
  readonly key?: string | undefined;
  readonly olderThan?: string | undefined;
  readonly newerThan?: string | undefined;
  readonly limit?: string | undefined;
  readonly json?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

const LISTED = 50;

export function dlqListCommand(path: string, flags: LetterFlags, output: Output): Promise<ExitCode> {
  const json = flags.json === true;
  const filter = filterOf(flags);
  const limit = filter.limit ?? LISTED;
  return operate(path, { json }, output, async (project) => {
    const { listLetters } = await import("../../runtime/operate.ts");
    // One more than is shown tells that there are more.
    const letters: FoundLetter[] = [];
    await listLetters(project, { ...filter, limit: limit + 1 }, (page) => void letters.push(...page));
    const shown = letters.slice(0, limit).sort(byRouteAndKey);
    const more = letters.length > limit;
    if (json) printObject({ letters: shown.map(({ route, letter }) => ({ route, ...letter })), more }, output);
    else output.out(listText(shown, more));
    return EXIT.ok;
  });
}

/** All of one key's letters: it may have one in each route. */
export function dlqShowCommand(path: string, key: string, flags: LetterFlags, output: Output): Promise<ExitCode> {
  const json = flags.json === true;
  return operate(path, { json }, output, async (project) => {
    const { listLetters } = await import("../../runtime/operate.ts");
    const letters: FoundLetter[] = [];
    const filter: LetterFilter = { job: flags.job, key: literal(key) };
    await listLetters(project, filter, (page) => void letters.push(...page));
    if (json) printObject({ letters: letters.map(({ route, letter }) => ({ route, ...letter })) }, output);
    else if (letters.length > 0) output.out(letters.map(letterText).join("\n"));
    else output.err(`${key} has no dead letter.\n`);
    return letters.length > 0 ? EXIT.ok : EXIT.diagnostics;
  });
}

export function dlqReplayCommand(path: string, flags: LetterFlags, output: Output): Promise<ExitCode> {
  const json = flags.json === true;
  const filter = filterOf(flags);
  return operate(path, { json }, output, async (project) => {
    const { replayLetters } = await import("../../runtime/operate.ts");
    const routes = await replayLetters(project, filter);
    if (json) printObject({ routes }, output);
    else output.out(countsText(routes, "put back; a letter goes when its key has been written"));
    return EXIT.ok;
  });
}

export function dlqPurgeCommand(path: string, flags: LetterFlags, output: Output): Promise<ExitCode> {
  if (flags.yes !== true) {
    throw new UsageError(
      "rdi dlq purge needs --yes.",
      `Look at what would go (rdi dlq list ${path} takes the same filters), then add --yes.`,
    );
  }
  const json = flags.json === true;
  const filter = filterOf(flags);
  return operate(path, { json }, output, async (project) => {
    const { purgeLetters } = await import("../../runtime/operate.ts");
    const routes = await purgeLetters(project, filter);
    if (json) printObject({ routes }, output);
    else output.out(countsText(routes, "removed; the rows stay as they are"));
    return EXIT.ok;
  });
}

function filterOf({ job, code, key, olderThan, newerThan, limit }: LetterFlags): LetterFilter {
  return {
    job,
    code,
    key,
    olderThan: olderThan === undefined ? undefined : durationOf("--older-than", olderThan),
    newerThan: newerThan === undefined ? undefined : durationOf("--newer-than", newerThan),
    limit: limit === undefined ? undefined : countOption("--limit", limit),
  };
}

/** A pattern that only the key itself matches. */
function literal(key: string): string {
  return key.replace(/[*?[\]\\]/g, "\\$&");
}

/** They come as they lie in a hash. */
function byRouteAndKey(one: FoundLetter, other: FoundLetter): number {
  const [left, right] = [one, other].map(({ route, letter }) => `${route} ${letter.key}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

function listText(letters: readonly FoundLetter[], more: boolean): string {
  if (letters.length === 0) return "No dead letters.\n";
  const now = Date.now();
  const rows = letters.map(({ route, letter }) => [
    route,
    letter.key,
    letter.code,
    String(letter.attempts),
    duration(Math.max(0, now - letter.lastTime)),
    letter.message,
  ]);
  const lines = table([["ROUTE", "KEY", "CODE", "TRIES", "AGE", "MESSAGE"], ...rows]);
  return more ? `${lines}There are more: narrow them down, or raise --limit.\n` : lines;
}

function letterText({ route, letter }: FoundLetter): string {
  const { key, code, message, site, found, value, attempts, firstTime, lastTime } = letter;
  const lines = [
    `key      ${key}`,
    `route    ${route}`,
    `code     ${code}`,
    `message  ${message}`,
    ...(site === undefined ? [] : [`place    ${site}`]),
    ...(found === undefined ? [] : [`found    ${found}`]),
    `tries    ${attempts}, first ${moment(firstTime)}, last ${moment(lastTime)}`,
    ...(value === undefined ? [] : ["value"]),
    ...Object.entries(value ?? {}).map(([name, text]) => `  ${name} = ${text ?? "null"}`),
  ];
  return `${lines.join("\n")}\n`;
}

function countsText(counts: readonly LetterCount[], what: string): string {
  const dealt = counts.filter(({ letters, passedOver }) => letters + passedOver > 0);
  if (dealt.length === 0) return "No dead letter matches.\n";
  return dealt
    .map(({ route, letters, passedOver }) => `${route}: ${letters} ${what}${restText(passedOver)}.\n`)
    .join("");
}

function restText(passedOver: number): string {
  return passedOver === 0 ? "" : ` (${passedOver} passed over)`;
}
