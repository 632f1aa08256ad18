import type { Unit } from "../sinks/redis/batch-units.ts";
import { unitOfId } from "../sinks/redis/units.ts";
import type { Json } from "../values/json.ts";
import { parseJson } from "../values/json-parse.ts";
import { bytesKey } from "../values/redis-map.ts";
import type { ContentKind, KeyContent, KeyStore } from "./key-store.ts";

/** What the kinds of units are put into, where they share their key with others. */
export const SHARED_KINDS: Readonly<Partial<Record<Unit["kind"], ContentKind>>> = {
  h: "hash",
  j: "json",
  s: "set",
  z: "zset",
  x: "stream",
};

/** Makes the key hold the unit. What it may not be put into was found before. */
export function writeUnit(store: KeyStore, unit: Unit): void {
  const key = bytesKey(unit.place.key);
  const shared = SHARED_KINDS[unit.kind];
  if (shared === undefined) {
    store.delete(key);
    const whole = wholeOf(unit);
    if (whole !== undefined) store.put(key, whole);
    return;
  }
  store.put(key, added(unit, store.get(key)));
}

/** Undefined for a string that is to be absent. */
function wholeOf({ kind, payload }: Unit): KeyContent | undefined {
  const [first] = payload;
  if (kind === "H") return { kind: "hash", fields: new Map(pairsOf(payload)) };
  if (first === undefined) return undefined;
  return kind === "J" ? { kind: "json", value: documentOf(first) } : { kind: "string", value: bytesKey(first) };
}

function added({ kind, payload }: Unit, before: KeyContent | undefined): KeyContent {
  const [first = "", second = "", third = ""] = payload;
  switch (kind) {
    case "h": {
      const fields = before?.kind === "hash" ? before.fields : [];
      return { kind: "hash", fields: new Map([...fields, [bytesKey(first), bytesKey(second)]]) };
    }
    case "s": {
      const members = before?.kind === "set" ? before.members : [];
      return { kind: "set", members: new Set([...members, bytesKey(first)]) };
    }
    case "z": {
      const scores = before?.kind === "zset" ? before.scores : [];
      return { kind: "zset", scores: new Map([...scores, [bytesKey(second), bytesKey(first)]]) };
    }
    case "j": {
      const members = before?.kind === "json" ? membersOf(before.value) : [];
      return { kind: "json", value: new Map([...members, [String(first), documentOf(third)]]) };
    }
    default: {
      const entries = before?.kind === "stream" ? before.entries : [];
      return { kind: "stream", entries: [...entries, pairsOf(payload)] };
    }
  }
}

/** Takes away what the id (bytes) stands for. A key that holds another kind by now is somebody else's. */
export function removeUnit(store: KeyStore, id: string): void {
  const { kind, key, member } = unitOfId(id);
  const before = store.get(key);
  if (kind === "k") store.delete(key);
  else if (kind === "h" && before?.kind === "hash")
    store.put(key, { kind: "hash", fields: without(before.fields, member) });
  else if (kind === "z" && before?.kind === "zset")
    store.put(key, { kind: "zset", scores: without(before.scores, member) });
  else if (kind === "s" && before?.kind === "set")
    store.put(key, { kind: "set", members: new Set([...before.members].filter((one) => one !== member)) });
  else if (kind === "j" && before?.kind === "json" && before.value instanceof Map) {
    const name = Buffer.from(member, "latin1").toString("utf8");
    // A document that somebody else has put in its place stays as it is, also when it is empty.
    if (!before.value.has(name)) return;
    const members = without(before.value, name);
    if (members.size === 0) store.delete(key);
    else store.put(key, { kind: "json", value: members });
  }
}

export function membersOf(value: Json | null): readonly (readonly [string, Json | null])[] {
  return value instanceof Map ? [...value] : [];
}

function without<Value>(members: ReadonlyMap<string, Value>, name: string): ReadonlyMap<string, Value> {
  return new Map([...members].filter(([one]) => one !== name));
}

function pairsOf(payload: Unit["payload"]): readonly (readonly [string, string])[] {
  return payload.flatMap((name, at) => {
    return at % 2 === 0 ? [[bytesKey(name), bytesKey(payload[at + 1] ?? "")] as const] : [];
  });
}

function documentOf(text: Unit["payload"][number]): Json | null {
  return parseJson(text, { file: "", line: 0, column: "" });
}
