import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/**
 * Leaves the kinds of databases that `worker.ts` does not name out of the runtime's list of them. They would not be in the bundle either way; but
 * esbuild would read all of their drivers first, to find that nothing uses them.
 */
export function usedSystems(worker: () => string): Plugin {
  return {
    name: "used-systems",
    setup(build) {
      build.onLoad({ filter: /[\\/]runtime[\\/]sinks[\\/]systems\.ts$/ }, ({ path }) => {
        const named = importedNames(worker());
        const lines = readFileSync(path, "utf8").split("\n");
        const used = lines.filter((line) => {
          const [, system] = /^export \* as (\w+) /.exec(line) ?? [];
          return system === undefined || named.has(system);
        });
        return { contents: used.join("\n"), loader: "ts" };
      });
    },
  };
}

/** What a module takes of the runtime. */
function importedNames(text: string): ReadonlySet<string> {
  const [, names = ""] = /^import \{([^}]*)\} from "rdi\/runtime";/m.exec(text) ?? [];
  return new Set(names.split(",").map((name) => name.trim()));
}
