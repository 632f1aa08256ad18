import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package, seen from the sources or from the bundled command line. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "runtime", "job.ts"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the runtime is not installed beside the compiler");
    folder = parent;
  }
  return folder;
}
