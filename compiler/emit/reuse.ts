import type { EmittedFile } from "./module.ts";

/** Files by what they are made of: what was made of the same parts before need not be made again. */
export interface Reuse {
  /** `parts` is plain data, and all that the files depend on beside the compiler itself. */
  files(
    paths: readonly string[],
    parts: unknown,
    make: () => Promise<readonly EmittedFile[]>,
  ): Promise<readonly EmittedFile[]>;
}

export const reuseNothing: Reuse = { files: (_paths, _parts, make) => make() };
