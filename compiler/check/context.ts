import type { Expr } from "../../grammar/ast.ts";
import type { CapturePart } from "./pattern.ts";
import type { Scope } from "./scope.ts";
import type { Sink } from "./sink.ts";
import type { SitePlan } from "../plan/ir.ts";
import type { Typed } from "./types.ts";

/** What the expressions of one job share. */
export interface JobContext {
  readonly captures: ReadonlyMap<string, CapturePart>;
  readonly inferred: Map<Expr, Typed>;
  /** Names of hash fields in the order of their first use. */
  readonly fields: Set<string>;
  /** Locals whose value comes from `now()`. */
  readonly clockLocals: Set<string>;
  /** True once a part was passed over, whose uses of names nobody has seen. */
  incomplete: boolean;
  /** Names of functions that the project declares. */
  readonly functions: ReadonlySet<string>;
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
