import { RUNTIME_NAMES, type RuntimeName, type RuntimeType } from "./runtime-names.ts";

/** Collects what one module imports from the runtime, while its text is made. */
export interface Imports {
  value(name: RuntimeName): RuntimeName;
  /** A value function that the plan names. */
  planned(name: string): RuntimeName;
  type(name: RuntimeType): RuntimeType;
  /** `import { … } from "rdi/runtime"`, sorted, types last. */
  specifiers(): readonly { readonly name: string; readonly isTypeOnly: boolean }[];
}

export function collectImports(): Imports {
  const values = new Set<RuntimeName>();
  const types = new Set<RuntimeType>();
  const value = (name: RuntimeName): RuntimeName => {
    values.add(name);
    return name;
  };
  return {
    value,
    planned: (name) => value(runtimeName(name)),
    type(name) {
      types.add(name);
      return name;
    },
    specifiers: () => [
      ...[...values].sort().map((name) => ({ name, isTypeOnly: false })),
      ...[...types].sort().map((name) => ({ name, isTypeOnly: true })),
    ],
  };
}

function runtimeName(name: string): RuntimeName {
  const known = RUNTIME_NAMES.find((candidate) => candidate === name);
  if (known === undefined) throw new Error(`the plan calls ${name}, which the runtime does not offer to emitted code`);
  return known;
}
