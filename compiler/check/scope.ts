import type { RelatedPlace } from "../../grammar/diagnostic.ts";
import type { Clause, Let, Name } from "../../grammar/ast.ts";
import type { Typed } from "./types.ts";

/** A `let` that is visible: what its name stands for. */
export interface Binding {
  readonly name: Name;
  readonly typed: Typed;
}

/** One block's bindings over the outer ones. `later` are the block's lets that the text has not reached yet. */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly bindings: Map<string, Binding>;
  readonly later: Map<string, Let>;
  readonly used: Set<string>;
}

export function openScope(outer: Scope | undefined, clauses: readonly Clause[]): Scope {
  const lets = clauses.filter((clause) => clause.kind === "let");
  return {
    outer,
    bindings: new Map(),
    later: new Map(lets.map((clause) => [clause.name.text, clause])),
    used: new Set(),
  };
}

export function lookUp(scope: Scope, name: string): Binding | undefined {
  const found = scope.bindings.get(name);
  if (found !== undefined) {
    scope.used.add(name);
    return found;
  }
  return scope.outer === undefined ? undefined : lookUp(scope.outer, name);
}

/** The `let` below that the name would mean if it stood lower. */
export function declaredLater(scope: Scope, name: string): Let | undefined {
  return scope.later.get(name) ?? (scope.outer === undefined ? undefined : declaredLater(scope.outer, name));
}

/** A binding of that name which a new `let` would hide. Doesn't count as a use. */
export function alreadyBound(scope: Scope, name: string): Binding | undefined {
  return scope.bindings.get(name) ?? (scope.outer === undefined ? undefined : alreadyBound(scope.outer, name));
}

export function firstPlace(name: Name): RelatedPlace {
  return { span: name.span, label: "first declared here" };
}
