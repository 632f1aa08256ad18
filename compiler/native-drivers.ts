import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import type { EmittedFile } from "./emit/module.ts";
import { InternalError } from "./internal-error.ts";
import { packageRoot } from "./package-root.ts";
import type { Plan } from "./plan/ir.ts";
import { dialectOf } from "./sql/dialects.ts";

/** A driver that has a native part: packages of one scope, each with the file for one platform. */
export interface NativeDriver {
  /** The driver's package, and the first part of a native file's name in a bundle: `libsql-linux-x64-gnu.node`. */
  readonly name: string;
  readonly scope: string;
  /** Of the driver's package, the module that loads the native part, and the text that does. `target` is the platform. */
  readonly module: string;
  readonly loading: string;
}

const LIBSQL: NativeDriver = {
  name: "libsql",
  scope: "@libsql",
  module: "index.js",
  loading: "require(`@libsql/${target}`)",
};

const DRIVERS: readonly NativeDriver[] = [LIBSQL];

/** Beside a bundle: the files for all platforms that are installed here, where a target of the project needs some. */
export function nativeFiles({ targets }: Pick<Plan, "targets">): readonly EmittedFile[] {
  const names = new Set(
    targets.flatMap((target) => (target.system === "redis" ? [] : dialectOf(target.system).driver)),
  );
  return DRIVERS.filter(({ name }) => names.has(name)).flatMap(filesOf);
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
