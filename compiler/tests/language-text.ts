import type { StoredValue, TargetValue } from "../../runtime/rehearse.ts";

/** Constants as a `.rdi` file writes them. */

/** In quotes: JSON's escapes, and braces, which would begin a hole. */
export function quotedText(text: string): string {
  return JSON.stringify(text).replaceAll(/[{}]/g, "\\$&");
}

/** A name as the key of an object. */
export function keyText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : quotedText(name);
}

/** A name as that of a column, table or target. */
export function nameText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** A scalar of Redis: a number or a boolean where its text stays what it is. */
export function scalarOfRedis(text: string): string {
  return /^(-?(0|[1-9]\d*)(\.\d+)?|true|false)$/.test(text) ? text : quotedText(text);
}

/** JSON is nearly the same; in its strings braces are escaped. */
export function jsonConstant(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"/g, (string) => string.replaceAll(/[{}]/g, "\\$&"));
}

export function storedText(value: StoredValue): string {
  switch (value.kind) {
    case "hash":
      return objectText(value.fields);
    case "zset":
      return objectText(value.members);
    case "set":
    case "list":
      return `[${value.items.map(scalarOfRedis).join(", ")}]`;
    case "json":
      return jsonConstant(value.text);
    case "string":
      return scalarOfRedis(value.text);
  }
}

export function targetText(value: TargetValue): string {
  return value.kind === "stream" ? `[${value.entries.map(objectText).join(", ")}]` : storedText(value);
}

function objectText(entries: readonly (readonly [string, string])[]): string {
  return `{ ${entries.map(([name, value]) => `${keyText(name)}: ${scalarOfRedis(value)}`).join(", ")} }`;
}
