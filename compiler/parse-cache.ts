import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { parse, type Parsed } from "../grammar/parse.ts";
import type { SourceFile } from "../grammar/source.ts";
import { readSealed, writeSealed } from "./sealed-file.ts";

/**
 * Remembers what the parser made of each source, which depends on its path and text alone: reading that again takes a third of the time.
 *
 * `OUT/.rdi-cache/NAME.trees` may be deleted at any time. What can't be read, or is another version's, is the same as none.
 */
export interface ParseCache {
  readonly parse: (source: SourceFile) => Parsed;
  /** Keeps what was parsed since it was opened. */
  save(): void;
}

/** What was made of a source. */
interface Entry {
  readonly text: string;
  readonly parsed: Uint8Array;
}

interface Content {
  readonly version: string;
  readonly sources: ReadonlyMap<string, Entry>;
}

export function openParseCache(folder: string, { name, version }: { name: string; version: string }): ParseCache {
  const path = join(folder, `${name}.trees`);
  const earlier = readSources(path, version);
  const now = new Map<string, Entry>();
  let isSame = true;
  return {
    parse(source) {
      const known = earlier.get(source.path);
      if (known?.text === source.text) {
        now.set(source.path, known);
        return deserialize(known.parsed);
      }
      isSame = false;
      const parsed = parse(source);
      now.set(source.path, { text: source.text, parsed: serialize(parsed) });
      return parsed;
    },
    save() {
      if (!isSame || now.size !== earlier.size)
        writeSealed(path, serialize({ version, sources: now } satisfies Content));
    },
  };
}

/** Behind its hash is what was written here. */
function readSources(path: string, version: string): Content["sources"] {
  const bytes = readSealed(path);
  if (bytes === undefined) return new Map();
  try {
    const content: Content = deserialize(bytes);
    return content.version === version ? content.sources : new Map();
  } catch {
    return new Map();
  }
}
