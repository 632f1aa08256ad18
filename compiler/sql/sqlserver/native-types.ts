/** Why a text can't stand in `native("…")`; undefined when it can. Whether the column has this type is looked at when the worker starts. */
export function nativeTypeProblem(name: string): string | undefined {
  const type = parse(name);
  if (type === undefined) return "is not the name of a type, such as money, xml or datetime2(3)";
  if (type.base in KINDS) return undefined;
  if (TEXTS.has(type.base))
    return "has a length or a code page: write text, varchar(n) or char(n), which are nvarchar and nchar in SQL Server";
  const known = Object.keys(KINDS).sort();
  return `is no type that SQL Server converts a text to and back, or none that it has: native takes ${known.join(", ")}`;
}

const TEXTS: ReadonlySet<string> = new Set(["char", "varchar", "nchar", "nvarchar", "text", "ntext"]);

/** How a value is shown, so that it can be compared and told. */
type Kind = "plain" | "money" | "moment";

const KINDS: Readonly<Record<string, Kind>> = {
  tinyint: "plain",
  decimal: "plain",
  numeric: "plain",
  xml: "plain",
  hierarchyid: "plain",
  money: "money",
  smallmoney: "money",
  date: "moment",
  time: "moment",
  datetime: "moment",
  smalldatetime: "moment",
  datetime2: "moment",
  datetimeoffset: "moment",
};

/** A text as a value of the type. */
export function nativeCast(name: string, cell: string): string {
  return `CONVERT(${nativeStored(name)}, ${cell})`;
}

/** A stored value as text, with all its digits. */
export function nativeText(name: string, cell: string): string {
  switch (known(name).kind) {
    case "money":
      return `CONVERT(nvarchar(max), ${cell}, 2)`;
    case "moment":
      return `CONVERT(nvarchar(max), ${cell}, 121)`;
    case "plain":
      return `CONVERT(nvarchar(max), ${cell})`;
  }
}

/** The type as SQL Server writes it: `decimal(5,2)`. */
export function nativeStored(name: string): string {
  const { base, args } = known(name);
  return base + args;
}

interface NativeType {
  readonly base: string;
  /** `(5,2)`, or nothing. */
  readonly args: string;
}

function known(name: string): NativeType & { readonly kind: Kind } {
  const type = parse(name);
  const kind = type && KINDS[type.base];
  if (type === undefined || kind === undefined) throw new Error(`the plan names the type ${name}, which can't be one`);
  return { ...type, kind };
}

const TYPE = /^\s*([a-z][a-z0-9]*)\s*(\(\s*\d+(?:\s*,\s*\d+)?\s*\))?\s*$/i;

function parse(name: string): NativeType | undefined {
  const [, base, args = ""] = TYPE.exec(name) ?? [];
  return base === undefined ? undefined : { base: base.toLowerCase(), args: args.replaceAll(/\s/g, "") };
}
