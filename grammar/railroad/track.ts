import type { ISerializedGast } from "chevrotain";

/** What a railroad diagram shows of a grammar rule. */
export type Track =
  | { readonly kind: "token"; readonly name: string; readonly label: string }
  | { readonly kind: "rule"; readonly name: string }
  | { readonly kind: "sequence"; readonly items: readonly Track[] }
  | { readonly kind: "choice"; readonly items: readonly Track[] }
  | { readonly kind: "optional"; readonly item: Track }
  /** One or more, with `separator` between two. */
  | { readonly kind: "loop"; readonly item: Track; readonly separator: Track | undefined };

/** A production of Chevrotain's grammar as JSON. Its own types leave out the parts of the kinds. */
export interface Production extends ISerializedGast {
  readonly name?: string;
  readonly label?: string;
}

/** The track of a rule, or of any part of one. */
export function trackOf(production: ISerializedGast): Track {
  const { type, name = "", label = name, definition = [] }: Production = production;
  switch (type) {
    case "Terminal":
      return { kind: "token", name, label };
    case "NonTerminal":
      return { kind: "rule", name };
    case "Option":
      return { kind: "optional", item: sequence(definition) };
    case "Alternation":
      return choice(definition.map(trackOf));
    case "Repetition":
      return { kind: "optional", item: { kind: "loop", item: sequence(definition), separator: undefined } };
    case "RepetitionMandatory":
      return { kind: "loop", item: sequence(definition), separator: undefined };
    case "Rule":
    case "Alternative":
      return sequence(definition);
    default:
      throw new Error(`No track is known for a ${type}.`);
  }
}

function sequence(definition: readonly ISerializedGast[]): Track {
  const items = withSeparators(definition.map(trackOf));
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "sequence", items };
}

/** An alternative without any item makes the others optional. */
function choice(items: readonly Track[]): Track {
  const some = items.filter((item) => item.kind !== "sequence" || item.items.length > 0);
  const track: Track = { kind: "choice", items: some };
  return some.length === items.length ? track : { kind: "optional", item: track };
}

/** `x (, x)*` is drawn as one loop with a comma on its way back. */
function withSeparators(items: readonly Track[]): readonly Track[] {
  return items.reduce<readonly Track[]>((before, track) => {
    const last = before.at(-1);
    const separator = last === undefined ? undefined : separatorBetween(last, track);
    if (last === undefined || separator === undefined) return [...before, track];
    return [...before.slice(0, -1), { kind: "loop", item: last, separator }];
  }, []);
}

function separatorBetween(item: Track, track: Track): Track | undefined {
  if (track.kind !== "optional" || track.item.kind !== "loop" || track.item.separator !== undefined) return undefined;
  const { item: repeated } = track.item;
  if (repeated.kind !== "sequence" || repeated.items.length !== 2) return undefined;
  const [separator, again] = repeated.items;
  return JSON.stringify(again) === JSON.stringify(item) ? separator : undefined;
}
