/** Parts of a parsed JSON text. `at` says where, for the message. */
export type Fields = Readonly<Record<string, unknown>>;

/** Thrown while a lock file is read, and caught there. */
export class Unreadable extends Error {
  readonly offset: number;

  constructor(what: string, offset = 0) {
    super(what);
    this.offset = offset;
  }
}

export function object(value: unknown, at: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(at, "an object");
  return Object.fromEntries(Object.entries(value));
}

export function list<Item>(value: unknown, at: string, read: (value: Fields, at: string) => Item): readonly Item[] {
  if (!Array.isArray(value)) throw wrong(at, "a list");
  return value.map((item: unknown, index) => read(object(item, `${at}[${index}]`), `${at}[${index}]`));
}

export function text(value: unknown, at: string): string {
  if (typeof value !== "string") throw wrong(at, "text");
  return value;
}

export function optional(value: unknown, at: string): string | undefined {
  return value === undefined ? undefined : text(value, at);
}

export function texts(value: unknown, at: string): readonly string[] {
  if (!Array.isArray(value)) throw wrong(at, "a list");
  return value.map((item: unknown, index) => text(item, `${at}[${index}]`));
}

export function flag(value: unknown, at: string, usual: boolean): boolean {
  if (value === undefined) return usual;
  if (typeof value !== "boolean") throw wrong(at, "true or false");
  return value;
}

export function wrong(at: string, wanted: string): Unreadable {
  return new Unreadable(`lacks ${wanted} at ${at}`);
}
