/** Why a text can't stand in `native("…")`; undefined when it can. Types into which a text may be stored changed are left out. */
export function nativeTypeProblem(name: string): string | undefined {
  if (TYPE.test(name.trim())) return undefined;
  return (
    "is not the name of a type that takes a text as it is, such as enum('a','b'), set('a','b'), year, mediumint, \"bigint unsigned\", " +
    "inet6 or uuid: write the type without native"
  );
}

const STRING = "'(?:[^'\\\\]|'')*'";
const TYPE = new RegExp(
  `^(?:(?:enum|set)\\s*\\(\\s*${STRING}(?:\\s*,\\s*${STRING})*\\s*\\)|year|inet4|inet6|uuid|(?:tinyint|smallint|mediumint|int|integer|bigint)(?:\\s+unsigned)?)$`,
  "i",
);

/** As information_schema has it. */
export function nativeStored(name: string): string {
  const type = name
    .trim()
    .replaceAll(/\s*,\s*/g, ",")
    .replaceAll(/\s*\(\s*/g, "(")
    .replaceAll(/\s*\)/g, ")");
  const [, word = type, rest = ""] = /^(\w+)(.*)$/s.exec(type) ?? [];
  const lower = word.toLowerCase();
  if (rest.startsWith("(")) return lower + rest;
  return `${lower === "integer" ? "int" : lower}${/unsigned$/i.test(rest) ? " unsigned" : ""}`;
}
