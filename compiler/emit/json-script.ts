import { luaStrings } from "./lua-text.ts";

/**
 * The Lua lines that leave in `parts` a document's form and its text: "d" and all of it, or "p" and what RedisJSON replied for the paths.
 * The server's cjson would lose digits and empty lists, so the worker parses the text.
 */
export function documentLines(members: readonly (readonly string[])[] | "all"): readonly string[] {
  const paths = members === "all" ? undefined : documentPaths(members);
  const get =
    paths === undefined ? `"d", redis.call("JSON.GET", key)` : `"p", redis.call("JSON.GET", key, ${luaStrings(paths)})`;
  return [
    `local kind, parts = redis.call("TYPE", key).ok, false`,
    `if kind == "ReJSON-RL" then`,
    `  parts = { ${get} }`,
    `elseif kind == "string" then`,
    `  local size = redis.call("STRLEN", key)`,
    `  parts = size > tonumber(ARGV[2]) and string.format("%.0f", size) or { "d", redis.call("GET", key) }`,
    `end`,
  ];
}

/** Undefined where a name is one that a path might not name exactly: then all of the document is read. */
function documentPaths(members: readonly (readonly string[])[]): readonly string[] | undefined {
  const isPlain = members.every((steps) => steps.every((name) => PLAIN_NAME.test(name)));
  return isPlain ? members.map((steps) => `$${steps.map((name) => `["${name}"]`).join("")}`) : undefined;
}

/** Without what is escaped in JSON, on whose spelling RedisJSON's versions differ. */
const PLAIN_NAME = /^[^"'\\\u0000-\u001f\u007f]+$/;
