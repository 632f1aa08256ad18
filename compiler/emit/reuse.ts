import type { EmittedFile } from "./module.ts";

/** Files by what they are made of: what was made of the same parts before need not be made again. */
export interface Reuse {
  /** The output folder, where the files lie that are `stored`. */
  readonly folder?: string;
  files(wanted: WantedFiles, make: () => Promise<readonly EmittedFile[]>): Promise<readonly EmittedFile[]>;
}

export interface WantedFiles {
  readonly paths: readonly string[];
  /** Plain data, and all that the files depend on beside the compiler itself. */
  readonly parts: unknown;
  /** The source that they stand in, if it is one. */
  readonly source?: string;
  /** What was written later into a text that was made, taken out again. */
  readonly asMade?: (text: string) => string;
}

export const reuseNothing: Reuse = { files: (_wanted, make) => make() };
