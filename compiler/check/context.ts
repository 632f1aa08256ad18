import type { Call, Expr } from "../../grammar/ast.ts";
import type { CapturePart } from "./pattern.ts";
import type { Scope } from "./scope.ts";
import type { Sink } from "./sink.ts";
import type { LookupPlan, SitePlan, Value, ValueKind } from "../plan/ir.ts";
import type { Functions } from "./user-functions.ts";
import type { Typed } from "./types.ts";

/** What the expressions of one job share. */
export interface JobContext {
  readonly captures: ReadonlyMap<string, CapturePart>;
  readonly inferred: Map<Expr, Typed>;
  /** What the job reads; undefined in the body of a function and for a key that is gone: there is nothing to read. */
  readonly reads: ValueKind | undefined;
  readonly place: "job" | "function" | "outcome";
  /** A function is looked at by itself: calls of others are not written out, only their types count. */
  readonly declaring: boolean;
  /** A name of the generated function that nothing else there has. */
  readonly claimLocal: (wanted: string) => string;
  /** The values of the job's lets, by their locals. */
  readonly lets: Map<string, Value>;
  readonly lookups: Map<string, LookupPlan>;
  /** What a `for` or a loop binds: where it comes from, and how a user would write it. */
  readonly binders: Map<string, { readonly text: string; readonly of: Value }>;
  /** True once a part was passed over, whose uses of names nobody has seen. */
  incomplete: boolean;
  /** How many calls of functions may still be written out, in the whole job; and in how many others this place stands. */
  readonly calls: { left: number };
  /** In the body of a function: the call in the job's own text that led there. */
  readonly caller: Call | undefined;
  readonly callDepth: number;
  /** The functions that the file can call. */
  readonly functions: Functions;
}

/** Where an expression stands. */
export interface Context {
  readonly job: JobContext;
  readonly sink: Sink;
  readonly scope: Scope;
  /** What a rejection points to. */
  readonly site: SitePlan;
  /** True where a null comparison would leave a key out, which deserves a warning. */
  readonly membership: boolean;
}
