import type { Value } from "../plan/ir.ts";
import type { NameScope } from "./names.ts";

type ConstantValue = Extract<Value, { kind: "constant" }>;

/** What a module makes once, when it is loaded: compiled regular expressions, time zones. Equal ones are one. */
export interface Constants {
  /** The name of a constant; `text` makes its value. */
  refer(value: ConstantValue, text: string): string;
  /** In the order of their first use. */
  all(): readonly { readonly name: string; readonly text: string }[];
}

export function collectConstants(scope: NameScope): Constants {
  const byText = new Map<string, string>();
  return {
    refer(value, text) {
      const name = byText.get(text) ?? scope.claim(value.name);
      byText.set(text, name);
      return name;
    },
    all: () => [...byText].map(([text, name]) => ({ name, text })),
  };
}
