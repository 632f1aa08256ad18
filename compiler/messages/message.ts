import type { CatalogEntry } from "../../grammar/message.ts";

export { didYouMean } from "../../grammar/message.ts";

/** Keeps the type of the parameters while checking the rest. */
export function checkMessage<Params>(entry: CatalogEntry<Params>): CatalogEntry<Params> {
  return entry;
}

/** `` `a` ``, `` `a` and `b` ``, `` `a`, `b` and `c` ``. */
export function quoted(names: readonly string[]): string {
  const words = names.map((name) => `\`${name}\``);
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
