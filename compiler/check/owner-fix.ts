import type { TableDestination } from "../../grammar/ast.ts";
import type { Edit } from "../../grammar/diagnostic.ts";
import { lineSpanAt } from "../../grammar/source.ts";

const COLUMN = "redis_key: text not null = @key";

/** The column that every block may have, behind its last one and laid out like that. Undefined where the name is taken. */
export function redisKeyColumn({ columns }: TableDestination): readonly Edit[] | undefined {
  const last = columns.at(-1);
  if (last === undefined || columns.some(({ name }) => name.text === "redis_key")) return undefined;
  const { file, start, end } = last.span;
  const line = lineSpanAt(file, start);
  const indent = file.text.slice(line.start, start);
  const rest = file.text.slice(end, lineSpanAt(file, end).end);
  // Alone on its line, perhaps with a comma and a comment behind it.
  if (indent.trim() === "" && /^[\t ]*,?[\t ]*(?:\/\/.*)?\r?$/.test(rest)) {
    const place = end + rest.replace(/\r$/, "").trimEnd().length;
    const lineEnd = rest.endsWith("\r") ? "\r\n" : "\n";
    return [{ span: { file, start: place, end: place }, text: `${lineEnd}${indent}${COLUMN}` }];
  }
  const comma = /^\s*,/.exec(file.text.slice(end))?.[0].length ?? 0;
  const place = end + comma;
  return [{ span: { file, start: place, end: place }, text: `${comma === 0 ? "," : ""} ${COLUMN}` }];
}
