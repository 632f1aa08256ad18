import type { Redis } from "ioredis";
import { addEntry } from "../apply/add-entry.ts";
import type { DeadLetter } from "../apply/dead-letters.ts";
import { keyArgument, luaScript, runScript } from "../apply/lua.ts";
import type { LaneKeys } from "../control/keys.ts";
import { routesNamed, type OperatedProject, type OperatedRoute } from "./project.ts";
import { withSource } from "./source.ts";

/** Which letters. What is left out does not matter. */
export interface LetterFilter {
  /** A job or `job.target`. */
  readonly job?: string | undefined;
  readonly code?: string | undefined;
  /** A pattern as of Redis' MATCH. */
  readonly key?: string | undefined;
  /** ms since the last attempt. */
  readonly olderThan?: number | undefined;
  readonly newerThan?: number | undefined;
  readonly limit?: number | undefined;
}

export interface FoundLetter {
  readonly route: string;
  readonly letter: DeadLetter;
}

/** Letters as they lie in Redis. */
export interface LetterPage {
  readonly route: OperatedRoute;
  readonly lane: LaneKeys;
  readonly letters: readonly StoredLetter[];
}

interface StoredLetter {
  /** Bytes as latin1. */
  readonly key: string;
  readonly json: Buffer;
  readonly letter: DeadLetter;
}

/** Of the letters that a command dealt with. */
export interface LetterCount {
  readonly route: string;
  readonly letters: number;
  /** Entries of a stream that are no keys can't be put back. */
  readonly passedOver: number;
}

const PAGE = 200;

/** Gives page after page to `found`. A letter that comes or goes meanwhile may be missing; one that stays is not. */
export async function listLetters(
  project: OperatedProject,
  filter: LetterFilter,
  found: (letters: readonly FoundLetter[]) => void,
): Promise<void> {
  await eachPage(project, filter, async (_, { route, letters }) => {
    found(letters.map(({ letter }) => ({ route: route.name, letter })));
  });
}

/**
 * Puts the keys back into their routes' streams, as changes: the worker reads their present values, and a letter goes when its key has been
 * written.
 */
export function replayLetters(project: OperatedProject, filter: LetterFilter): Promise<readonly LetterCount[]> {
  return counted(project, filter, async (redis, { route, lane, letters }) => {
    const keys = letters.filter(({ letter }) => letter.code !== "RDI5021").map(({ key }) => key);
    const place = { stream: lane.stream(route.name), sweep: lane.sweep(route.name) };
    if (keys.length > 0) await addEntry(redis, place, { keys });
    return keys.length;
  });
}

/** Removes letters, but for those that were written anew since they were read. */
export function purgeLetters(project: OperatedProject, filter: LetterFilter): Promise<readonly LetterCount[]> {
  return counted(project, filter, async (redis, { route, lane, letters }) => {
    const args = letters.flatMap(({ key, json }) => [keyArgument(key), json]);
    return Number(await runScript(redis, PURGE, [lane.dead(route.name), lane.deadWhy(route.name)], args));
  });
}

const PURGE = luaScript(`local purged = 0
for at = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[2], ARGV[at]) == ARGV[at + 1] then
    redis.call('HDEL', KEYS[2], ARGV[at])
    redis.call('ZREM', KEYS[1], ARGV[at])
    purged = purged + 1
  end
end
return purged`);

async function counted(
  project: OperatedProject,
  filter: LetterFilter,
  deal: (redis: Redis, page: LetterPage) => Promise<number>,
): Promise<readonly LetterCount[]> {
  const counts = new Map(routesNamed(project, filter.job).map(({ name }) => [name, { letters: 0, passedOver: 0 }]));
  await eachPage(project, filter, async (redis, page) => {
    const dealt = await deal(redis, page);
    const count = counts.get(page.route.name);
    if (count === undefined) return;
    count.letters += dealt;
    count.passedOver += page.letters.length - dealt;
  });
  return [...counts].map(([route, count]) => ({ route, ...count }));
}

/** Pages of what the filter lets through, until the limit is reached. No letter twice. */
async function eachPage(
  project: OperatedProject,
  filter: LetterFilter,
  deal: (redis: Redis, page: LetterPage) => Promise<void>,
): Promise<void> {
  const routes = routesNamed(project, filter.job);
  await withSource(project, async ({ redis, lanes }) => {
    let left = filter.limit ?? Infinity;
    for (const route of routes) {
      for (const lane of lanes) {
        for await (const page of pagesOf(redis, lane.deadWhy(route.name), filter)) {
          const letters = page.slice(0, left);
          left -= letters.length;
          if (letters.length > 0) await deal(redis, { route, lane, letters });
          if (left <= 0) return;
        }
      }
    }
  });
}

/** A scan may show a field twice when the hash is resized meanwhile. */
async function* pagesOf(redis: Redis, hash: string, filter: LetterFilter): AsyncGenerator<readonly StoredLetter[]> {
  const seen = new Set<string>();
  let cursor = "0";
  do {
    const args = filter.key === undefined ? [] : ["MATCH", filter.key];
    const reply = await redis.callBuffer("HSCAN", [hash, cursor, ...args, "COUNT", PAGE]);
    const [next, fields] = reply as readonly [Buffer, readonly Buffer[]];
    cursor = next.toString();
    yield lettersOf(fields).filter(({ key, letter }) => {
      if (seen.has(key) || !isWanted(letter, filter)) return false;
      seen.add(key);
      return true;
    });
  } while (cursor !== "0");
}

function lettersOf(fields: readonly Buffer[]): readonly StoredLetter[] {
  const letters: StoredLetter[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [key, json] = fields.slice(at, at + 2);
    const letter = json === undefined ? undefined : letterOf(json);
    if (key !== undefined && json !== undefined && letter !== undefined)
      letters.push({ key: key.toString("latin1"), json, letter });
  }
  return letters;
}

function letterOf(json: Buffer): DeadLetter | undefined {
  try {
    const parsed: unknown = JSON.parse(json.toString());
    return isLetter(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isLetter(parsed: unknown): parsed is DeadLetter {
  return typeof parsed === "object" && parsed !== null && "code" in parsed && "message" in parsed && "key" in parsed;
}

function isWanted({ code, lastTime }: DeadLetter, filter: LetterFilter): boolean {
  const age = Date.now() - lastTime;
  return (
    (filter.code === undefined || filter.code === code) &&
    (filter.olderThan === undefined || age >= filter.olderThan) &&
    (filter.newerThan === undefined || age <= filter.newerThan)
  );
}
