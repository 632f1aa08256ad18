import { isList, type Json, type JsonObject } from "./json.ts";
import { parseJson } from "./json-parse.ts";
import type { Raw } from "./raw.ts";
import type { Site } from "./site.ts";

type Paths = readonly (readonly string[])[];

/**
 * Makes the function from what a read script replied of a document to the document, of which there is only what the paths name. The
 * script's part `first` is "d" before all of the text, or "p" before RedisJSON's reply: for one path a list of what it found, for several an
 * object of such lists by the paths as they were asked for.
 */
export function documentReader(
  paths: Paths,
  site: Site,
  first = 0,
): (part: (index: number) => Raw | null) => Json | null {
  const names = paths.map(pathText);
  return (part) => {
    const read = parseJson(part(first + 1), site);
    return part(first) === "p" ? pruned(paths, (at) => foundBy(read, names[at] ?? "")) : read;
  };
}

/** As the compiler writes it into the script. */
export function pathText(steps: readonly string[]): string {
  return `$${steps.map((name) => `["${name}"]`).join("")}`;
}

/** What one path found; undefined for nothing. */
function foundBy(reply: Json | null, name: string): Json | null | undefined {
  const found = reply instanceof Map ? reply.get(name) : reply;
  return isList(found) ? found[0] : undefined;
}

function pruned(paths: Paths, find: (at: number) => Json | null | undefined): JsonObject {
  const root: Members = new Map();
  for (const [at, steps] of paths.entries()) {
    const value = find(at);
    if (value !== undefined) put(root, steps, value);
  }
  return root;
}

type Members = Map<string, Json | null>;

function put(object: Members, [name = "", ...others]: readonly string[], value: Json | null): void {
  if (others.length === 0) {
    object.set(name, value);
    return;
  }
  const known = object.get(name);
  const inner: Members = known instanceof Map ? known : new Map();
  object.set(name, inner);
  put(inner, others, value);
}
