/** What a run found out about a type of a target, for docs/targets.md. */
export interface TypeFact {
  /** As a .rdi file writes it. */
  readonly type: string;
  /** What `rdi ddl` makes of it. */
  readonly column: string;
  /** Values at an edge that not every target reaches. */
  readonly edges: readonly EdgeFact[];
}

export interface EdgeFact {
  readonly value: string;
  /** `stored`, `stored as` another text that will do, or the code with which it is refused: of the worker, or of the server. */
  readonly outcome: string;
}
