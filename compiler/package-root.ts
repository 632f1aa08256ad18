import { existsSync, readFileSync } from "node:fs";
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

/** `0.1.0`. */
export function packageVersion(): string {
  const content: unknown = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  const isNamed = typeof content === "object" && content !== null && "version" in content;
  return isNamed ? String(content.version) : "0.0.0";
}
