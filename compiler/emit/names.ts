import { stringLiteral } from "./literals.ts";

/** Hands out TypeScript names of one scope; a reserved word gets a `_`, a second request for a name gets a number. */
export interface NameScope {
  claim(wanted: string): string;
  /** A scope inside this one: its names hide none of the outer ones. */
  inner(): NameScope;
}

/** `imported` are the runtime's names that the module may import: those of others are free. */
export function moduleScope(imported: Iterable<string> = []): NameScope {
  return scopeOver(new Set(), new Set([...imported, ...RESERVED]));
}

function scopeOver(taken: Set<string>, reserved: ReadonlySet<string>): NameScope {
  return {
    claim(wanted) {
      const free = reserved.has(wanted) ? `${wanted}_` : wanted;
      let name = free;
      for (let n = 2; taken.has(name); n++) name = `${free}${n}`;
      taken.add(name);
      return name;
    },
    inner: () => scopeOver(new Set(taken), reserved),
  };
}

/** `order items` → `orderItems`. Only ASCII letters and digits are kept. */
export function camelCase(text: string): string {
  const [first = "", ...others] = words(text);
  const name = first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalized).join("");
  return /^[A-Za-z]/.test(name) ? name : `x${name}`;
}

/** `order items` → `OrderItems`. */
export function pascalCase(text: string): string {
  return capitalized(camelCase(text));
}

/** `order items` → `order-items`: a file name on every system. */
export function kebabCase(text: string): string {
  const name = words(text)
    .map((word) => word.toLowerCase())
    .join("-");
  return name === "" ? "x" : name;
}

/** Reads a property: `row.name`, `row["odd name"]`. */
export function propertyOf(object: string, name: string): string {
  return isIdentifier(name) ? `${object}.${name}` : `${object}[${stringLiteral(name)}]`;
}

/** Reads a property of what may be null: `row?.name`, `row?.["odd name"]`. */
export function optionalPropertyOf(object: string, name: string): string {
  return isIdentifier(name) ? `${object}?.${name}` : `${object}?.[${stringLiteral(name)}]`;
}

/** Names a property in an object or interface. A plain `__proto__` would set the prototype. */
export function propertyName(name: string): string {
  if (name === "__proto__") return `["__proto__"]`;
  return isIdentifier(name) ? name : stringLiteral(name);
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name);
}

function words(text: string): readonly string[] {
  return text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Words that cannot name a variable. */
const KEYWORDS =
  "arguments async await break case catch class const continue debugger default delete do else enum eval export extends false finally " +
  "for function if implements import in instanceof interface let new null package private protected public return static super " +
  "switch this throw true try typeof undefined var void while with yield";

/** Names that emitted modules use for other things. */
const USED =
  "BigInt Buffer Error Infinity JSON NaN Number Pick String all at capture columns field key lookups match now owner " +
  "owners part pattern row rows";

const RESERVED: ReadonlySet<string> = new Set([...KEYWORDS.split(" "), ...USED.split(" ")]);
