import { quoted } from "../identifiers.ts";

interface NativeType {
  /** The type's name, with a schema before it or not; not quoted. */
  readonly path: readonly string[];
  /** `(5,2)`, or nothing. */
  readonly modifiers: string;
  readonly array: boolean;
}

/** Why a text can't stand in `native("…")`; undefined when it can. Whether the target has such a type is looked at when the worker starts. */
export function nativeTypeProblem(name: string): string | undefined {
  const type = parse(name);
  if (type === undefined) {
    return 'is not the name of a type, such as citext, public.mood, "Odd name", numeric(5,2) or text[]';
  }
  const [first = "", ...others] = type.path;
  if (type.array || others.length > 0 || !CUT.has(first)) return undefined;
  return "cuts long texts off when it is converted: write varchar(n) or char(n) without native";
}

/** What a text is cast to. Without arguments: an explicit cast to `varchar(3)` or `bit(3)` would cut off; storing refuses. */
export function nativeCast(name: string): string {
  const { path, array } = known(name);
  return path.map(quoted).join(".") + (array ? "[]" : "");
}

/** With arguments: as the column holds it. */
export function nativeStored(name: string): string {
  const { path, modifiers, array } = known(name);
  return path.map(quoted).join(".") + modifiers + (array ? "[]" : "");
}

function known(name: string): NativeType {
  const type = parse(name);
  if (type === undefined) throw new Error(`the plan names the type ${name}, which can't be one`);
  return type;
}

const NAME = String.raw`(?:[A-Za-z_][A-Za-z0-9_$]*|"(?:[^"\0]|"")+")`;
const WORD = String.raw`-?[A-Za-z0-9_]+`;
const TYPE = new RegExp(String.raw`^(${NAME})(?:\.(${NAME}))?\s*(\(\s*${WORD}(?:\s*,\s*${WORD})*\s*\))?\s*(\[\])?$`);

function parse(name: string): NativeType | undefined {
  const [, first, second, modifiers = "", array] = TYPE.exec(withoutSpaces(name)) ?? [];
  if (first === undefined) return undefined;
  const path = [first, second].filter((part) => part !== undefined).map(unquoted);
  const [only = ""] = path;
  return {
    path: path.length === 1 && !first.startsWith('"') ? [ALIASES[only] ?? only] : path,
    modifiers: modifiers.replaceAll(/\s/g, ""),
    array: array !== undefined,
  };
}

/** Names of more than one word, as one word. */
function withoutSpaces(name: string): string {
  const trimmed = name.trim();
  return trimmed.replace(/^[a-z]+(?: [a-z]+)+(?=\s*(?:\(|\[|$))/i, (words) => {
    return SPACED[words.toLowerCase()] ?? words;
  });
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

const CUT: ReadonlySet<string> = new Set(["varchar", "bpchar"]);

const SPACED: Readonly<Record<string, string>> = {
  "double precision": "float8",
  "character varying": "varchar",
  "bit varying": "varbit",
  "time with time zone": "timetz",
  "time without time zone": "time",
  "timestamp with time zone": "timestamptz",
  "timestamp without time zone": "timestamp",
};

/** Names that only PostgreSQL's grammar knows, which quotes would hide from it. */
const ALIASES: Readonly<Record<string, string>> = {
  smallint: "int2",
  int: "int4",
  integer: "int4",
  bigint: "int8",
  real: "float4",
  float: "float8",
  boolean: "bool",
  decimal: "numeric",
  dec: "numeric",
  char: "bpchar",
  character: "bpchar",
};
