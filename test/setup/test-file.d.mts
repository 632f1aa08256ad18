export interface Verdict {
  readonly passed: number;
  readonly failed: number;
  readonly ms: number;
  /** Why the file is not good; empty when it is. */
  readonly why: string;
  readonly output: string;
  /** Names of its tests that need something which is not there, and what. */
  readonly notRun: readonly string[];
}

/** `file` is relative to the clone; `limit` is in seconds. */
export function runTestFile(file: string, options: { readonly limit: number }): Promise<Verdict>;

export function runTypeCheck(options: { readonly limit: number }): Promise<Verdict>;
