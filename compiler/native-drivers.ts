import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import type { EmittedFile } from "./emit/module.ts";
import { InternalError } from "./internal-error.ts";
import { packageRoot } from "./package-root.ts";
import type { Plan } from "./plan/ir.ts";
import type { NativeDriver } from "./sql/dialect.ts";
import { dialectOf, SYSTEMS } from "./sql/dialects.ts";

const DRIVERS: readonly NativeDriver[] = SYSTEMS.flatMap((system) => dialectOf(system).nativeDriver ?? []);

/** Beside a bundle: the files for all platforms that are installed here, where a target of the project needs some. */
export function nativeFiles({ targets }: Pick<Plan, "targets">): readonly EmittedFile[] {
  const used = targets.flatMap((target) =>
    target.system === "redis" ? [] : (dialectOf(target.system).nativeDriver ?? []),
  );
  return [...new Set(used)].flatMap(filesOf);
}

function filesOf({ name, scope }: NativeDriver): readonly EmittedFile[] {
  const require = createRequire(join(packageRoot(), "package.json"));
  const folder = join(dirname(require.resolve(name)), "..", scope);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((platform) => {
    const copied = join(folder, platform, "index.node");
    return existsSync(copied) ? [{ path: `${name}-${platform}.node`, text: "", copied }] : [];
  });
}

/** What {@link nativeFiles} has put beside a bundle, for whoever tidies up there. */
export function isNativeFile(name: string): boolean {
  return DRIVERS.some((driver) => name.startsWith(`${driver.name}-`) && name.endsWith(".node"));
}

/**
 * Lets a driver load its native part from beside the bundle. The bundle's own `require` has to do it at run time, so esbuild must not see what it is
 * called with.
 */
export const besideBundle: Plugin = {
  name: "native-drivers",
  setup(build) {
    for (const { name, module, loading } of DRIVERS) {
      const filter = new RegExp(`[\\\\/]node_modules[\\\\/]${name}[\\\\/]${module.replace(".", "\\.")}$`);
      build.onLoad({ filter }, ({ path }) => {
        const parts = readFileSync(path, "utf8").split(loading);
        if (parts.length !== 2)
          throw new InternalError(`${name} loads its native part in another way than it did.`, []);
        const beside = `((load) => load(\`./${name}-\${target}.node\`))(require)`;
        return { contents: parts.join(beside), loader: "js" };
      });
    }
  },
};
