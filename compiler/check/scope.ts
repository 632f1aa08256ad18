import type { RelatedPlace } from "../../grammar/diagnostic.ts";
import type { Clause, Let, Lookup, Name } from "../../grammar/ast.ts";
import type { LookupPlan, Value } from "../plan/ir.ts";
import type { Typed } from "./types.ts";

/** A name that is visible: what it stands for. */
export interface Binding {
  readonly name: Name;
  readonly typed: Typed;
  /** A `lookup`: which one, and the key that it asks for. */
  readonly lookup?: { readonly plan: LookupPlan; readonly key: Value };
}

/** One block's bindings over the outer ones. `later` are the block's lets that the text has not reached yet. */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly bindings: Map<string, Binding>;
  readonly later: Map<string, Let | Lookup>;
  readonly used: Set<string>;
  /** The binders of a `for` clause. */
  readonly loop?: boolean;
}

export function openScope(outer: Scope | undefined, clauses: readonly Clause[]): Scope {
  const lets = clauses.filter((clause) => clause.kind === "let" || clause.kind === "lookup");
  return {
    outer,
    bindings: new Map(),
    later: new Map(lets.map((clause) => [clause.name.text, clause])),
    used: new Set(),
  };
}

/** A scope with these names alone on top of the outer one: the binders of a loop, the parameters of a function. */
export function bindNames(outer: Scope | undefined, bindings: readonly Binding[], loop = false): Scope {
  return {
    loop,
    outer,
    bindings: new Map(bindings.map((binding) => [binding.name.text, binding])),
    later: new Map(),
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
export function declaredLater(scope: Scope, name: string): Let | Lookup | undefined {
  return scope.later.get(name) ?? (scope.outer === undefined ? undefined : declaredLater(scope.outer, name));
}

/** A binding of that name which a new `let` would hide. Doesn't count as a use. */
export function alreadyBound(scope: Scope, name: string): Binding | undefined {
  return scope.bindings.get(name) ?? (scope.outer === undefined ? undefined : alreadyBound(scope.outer, name));
}

export function firstPlace(name: Name): RelatedPlace {
  return { span: name.span, label: "first declared here" };
}

/** All names that are bound here, the innermost first. */
export function namesIn(scope: Scope): readonly string[] {
  return [...scope.bindings.keys(), ...(scope.outer === undefined ? [] : namesIn(scope.outer))];
}
