import { JsonNumber } from "./json.ts";
import { quoted } from "./json-text.ts";
import { RedisMap } from "./redis-map.ts";
import { RENDERED_LENGTH, renderRaw, renderText } from "./rendering.ts";

/**
 * Anything that was read, for people, like JSON and in at most {@link RENDERED_LENGTH} characters: a long document is
 * not written out for it. Members of a masked name, however deep, are shown without their values.
 */
export function renderJson(value: unknown, masked: ReadonlySet<string> = new Set()): string {
  return renderText(beginning(value, { length: RENDERED_LENGTH + 1, masked }));
}

interface Room {
  /** Characters that are wanted; somewhat more may come. */
  readonly length: number;
  readonly masked: ReadonlySet<string>;
}

function beginning(value: unknown, room: Room): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return quoted(value.slice(0, room.length));
  if (Buffer.isBuffer(value)) return quoted(renderRaw(value));
  if (value instanceof JsonNumber) return value.text.slice(0, room.length);
  if (Array.isArray(value)) return sequence("[]", value, { room, show: beginning });
  if (value instanceof Map || value instanceof RedisMap) return sequence("{}", value, { room, show: memberText });
  return String(value);
}

function memberText([name, value]: readonly [unknown, unknown], room: Room): string {
  const hidden = room.masked.has(String(name));
  return `${beginning(name, room)}:${hidden ? '"***"' : beginning(value, room)}`;
}

interface Items<T> {
  readonly room: Room;
  readonly show: (item: T, room: Room) => string;
}

function sequence<T>(ends: string, items: Iterable<T>, { room, show }: Items<T>): string {
  let text = ends.slice(0, 1);
  for (const item of items) {
    if (text.length > room.length) return text;
    text += (text.length === 1 ? "" : ",") + show(item, { ...room, length: room.length - text.length });
  }
  return text + ends.slice(1);
}
