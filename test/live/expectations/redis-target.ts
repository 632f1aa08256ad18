/** What the keys `p:*` of test/live/redis-target.test.ts make of the target, told without the product. */
import type { Redis } from "ioredis";
import { hashOf } from "./read.ts";

/** A key's type and contents as one text, by the key. */
export type Contents = ReadonlyMap<string, string>;

export async function expectedContents(source: Redis): Promise<Contents> {
  const hashes = new Map<string, Map<string, string>>();
  const sets = new Map<string, Set<string>>();
  const scores = new Map<string, number>();
  const others = new Map<string, string>();
  for (const key of await source.keysBuffer("p:*")) {
    const id = key.toString().slice(2);
    if (id.includes(":") || (await source.type(key)) !== "hash") continue;
    const fields = await hashOf(source, key);
    const text = (name: string): string | undefined => fields.get(name)?.toString();
    if (text("state") === "hidden") continue;
    hashes.set(`person:${text("team") ?? "none"}:${id}`, present({ name: text("name"), team: text("team"), id }));
    hashes.set(`profile:${id}`, present({ mail: text("mail") }));
    const team = `team:${text("team") ?? "none"}`;
    sets.set(team, (sets.get(team) ?? new Set()).add(id));
    if (text("age") !== undefined) scores.set(id, Number(text("age")));
    others.set(`doc:${id}`, `{"name":${JSON.stringify(text("name") ?? null)},"age":${text("age") ?? "null"}}`);
    if (text("name") !== undefined) others.set(`name:${id}`, text("name") ?? "");
  }
  return new Map([
    ...[...hashes].filter(([, fields]) => fields.size > 0).map(([key, fields]) => [key, hashText(fields)] as const),
    ...[...sets].map(([key, members]) => [key, `set ${JSON.stringify([...members].sort())}`] as const),
    ...(scores.size > 0 ? [["ages", scoresText([...scores])] as const] : []),
    ...[...others].map(([key, value]) => [key, `string ${value}`] as const),
  ]);
}

/** All keys of the target that are no control keys and no stream. */
export async function foundContents(target: Redis): Promise<Contents> {
  const keys = (await target.keys("*")).filter((key) => !key.startsWith("rdi:"));
  const found = await Promise.all(keys.map(async (key) => [key, await contentOf(target, key)] as const));
  return new Map(found.flatMap(([key, content]) => (content === undefined ? [] : [[key, content] as const])));
}

async function contentOf(target: Redis, key: string): Promise<string | undefined> {
  switch (await target.type(key)) {
    case "hash":
      return hashText(new Map(Object.entries(await target.hgetall(key))));
    case "set":
      return `set ${JSON.stringify((await target.smembers(key)).sort())}`;
    case "zset":
      return scoresText(pairs(await target.zrange(key, "0", "-1", "WITHSCORES")));
    case "string":
      return `string ${await target.get(key)}`;
    default:
      return undefined;
  }
}

export function differences(expected: Contents, found: Contents): readonly string[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((key) => expected.get(key) !== found.get(key))
    .map((key) => `${key}: expected ${expected.get(key) ?? "nothing"}, found ${found.get(key) ?? "nothing"}`);
}

function present(fields: Readonly<Record<string, string | undefined>>): Map<string, string> {
  return new Map(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function hashText(fields: ReadonlyMap<string, string>): string {
  return `hash ${JSON.stringify([...fields].sort())}`;
}

function scoresText(scores: readonly (readonly [string, number])[]): string {
  return `zset ${JSON.stringify([...scores].sort())}`;
}

function pairs(flat: readonly string[]): readonly (readonly [string, number])[] {
  return flat.flatMap((member, at) => (at % 2 === 0 ? [[member, Number(flat[at + 1])] as const] : []));
}
