import { isUtf8 } from "node:buffer";
import { jsonText } from "../values/json-text.ts";
import type { KeyContent } from "./key-store.ts";
import type { TargetValue } from "./story.ts";

/** A key of a target as a test sees it. */
export function targetValue(content: KeyContent): TargetValue {
  switch (content.kind) {
    case "hash":
      return { kind: "hash", fields: pairsOf(content.fields) };
    case "set":
      return { kind: "set", items: [...content.members].map(textOf) };
    case "zset":
      return { kind: "zset", members: pairsOf(content.scores) };
    case "string":
      return { kind: "string", text: textOf(content.value) };
    case "json":
      return { kind: "json", text: jsonText(content.value) };
    case "stream":
      return { kind: "stream", entries: content.entries.map(pairsOf) };
  }
}

function pairsOf(pairs: Iterable<readonly [string, string]>): readonly (readonly [string, string])[] {
  return [...pairs].map(([name, value]) => [textOf(name), textOf(value)] as const);
}

/** Bytes that are no text are shown as a `bytes` column shows them. */
function textOf(latin1: string): string {
  const bytes = Buffer.from(latin1, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : `\\x${bytes.toString("hex")}`;
}
