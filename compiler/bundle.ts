import { basename, dirname, join, relative } from "node:path";
import { build, context, type BuildOptions, type BuildResult, type Plugin } from "esbuild";
import { GENERATED_MARK } from "./emit/mark.ts";
import type { EmittedFile } from "./emit/module.ts";
import { sparingCollector } from "./go-collector.ts";
import { besideBundle } from "./native-drivers.ts";
import { usedSystems } from "./used-systems.ts";
import { EMITTED, openWorkshop, type Workshop } from "./workshop.ts";

export interface Bundle {
  /** `worker.mjs`, and `worker.mjs.map` beside it. */
  readonly files: readonly EmittedFile[];
  /** Everything that is in it, which is less than what esbuild has read: emitted modules as `emitted/customers.ts`, others relative to this package. */
  readonly inputs: readonly string[];
}

/**
 * Makes one file of a project's modules, the runtime and its dependencies, for Node 20 and later. It needs nothing beside it but the native parts of
 * drivers: see native-drivers.ts. The source map
 * holds names and positions but no sources, so that a stack trace can be read and the folder stays small.
 *
 * `folder` is where the modules lie that are `stored`.
 */
export async function bundle(modules: readonly EmittedFile[], folder?: string): Promise<Bundle> {
  const made = modules.filter(({ stored }) => stored !== true);
  const workshop = openWorkshop(folder);
  const serving = serve(made);
  const plugin = inMemory(serving, { folder: workshop.folder, names: namesOf(made.map(({ path }) => path)) });
  const options = bundleOptions(workshop, [plugin, usedSystems(() => workerOf(modules))]);
  try {
    return bundleOf(await sparingCollector(() => build(options)), workshop);
  } finally {
    workshop.close();
  }
}

/** Bundles again and again, and reads the runtime once. All modules are served from memory. */
export interface Bundler {
  readonly bundle: typeof bundle;
  readonly close: () => Promise<void>;
}

export async function openBundler(): Promise<Bundler> {
  const workshop = openWorkshop(undefined);
  const serving = serve([]);
  let worker = "";
  const plugin = inMemory(serving, { folder: workshop.folder, names: "[^/]+" });
  const kept = await context(bundleOptions(workshop, [plugin, usedSystems(() => worker)]));
  return {
    async bundle(modules) {
      Object.assign(serving, serve(modules));
      worker = workerOf(modules);
      return bundleOf(await kept.rebuild(), workshop);
    },
    close: async () => {
      await kept.dispose();
      workshop.close();
    },
  };
}

/** The module that names the others, and the kinds of the project's targets. */
export const WORKER = "worker.ts";

function workerOf(modules: readonly EmittedFile[]): string {
  return modules.find(({ path }) => path === WORKER)?.text ?? "";
}

type Options = ReturnType<typeof bundleOptions>;

export function bundleOptions(workshop: Workshop, plugins: readonly Plugin[]) {
  return {
    absWorkingDir: workshop.folder,
    preserveSymlinks: true,
    entryPoints: [`${EMITTED}/${WORKER}`],
    outfile: join(workshop.folder, "worker.mjs"),
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    alias: { "rdi/runtime": join(workshop.package, "runtime", "index.ts") },
    external: OPTIONAL,
    banner: { js: BANNER },
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    plugins: [...plugins, besideBundle],
  } as const satisfies BuildOptions;
}

export function bundleOf({ outputFiles, metafile }: BuildResult<Options>, { folder }: Workshop): Bundle {
  const files = outputFiles.map((file) => ({ path: relative(folder, file.path), text: file.text }));
  const inputs = new Set(Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)));
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), inputs: [...inputs] };
}

/** What libraries try to load and do without. Whether something else installed it here must not show in a bundle. */
const OPTIONAL: string[] = ["pg-native", "supports-color"];

/** Dependencies that are CommonJS call `require` for Node's own modules. */
const BANNER = `${GENERATED_MARK}: the worker of one project, with all that it needs. Run it with node.
import { createRequire as createRequireForBundle } from "node:module";
const require = createRequireForBundle(import.meta.url);`;

/** What esbuild asks for. */
interface Serving {
  readonly texts: ReadonlyMap<string, string>;
}

function serve(modules: readonly EmittedFile[]): Serving {
  return { texts: new Map(modules.map(({ path, text }) => [path, text])) };
}

interface Asked {
  readonly folder: string;
  /** What can be asked for, as a regular expression: each other file spares a message to this process. */
  readonly names: string;
}

/** Any of these, as a regular expression. */
export function namesOf(paths: readonly string[]): string {
  return paths.map((path) => path.replaceAll(".", "\\.")).join("|");
}

/** Finds emitted modules of such names. */
export function emittedFilter(names: string): RegExp {
  return new RegExp(`[\\\\/]${EMITTED}[\\\\/](?:${names})$`);
}

/** Serves what is in memory when it is asked for, each for a message from esbuild and back. */
function inMemory(serving: Serving, { folder, names }: Asked): Plugin {
  const emitted = join(folder, EMITTED);
  return {
    name: "in-memory",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(?:\\./|${EMITTED}/)(?:${names})$`) }, ({ path, importer }) =>
        importer === "" || dirname(importer) === emitted ? { path: join(emitted, basename(path)) } : undefined,
      );
      build.onLoad({ filter: emittedFilter(names) }, ({ path }) => {
        const contents = dirname(path) === emitted ? serving.texts.get(basename(path)) : undefined;
        return contents === undefined ? undefined : { contents, loader: "ts" };
      });
    },
  };
}
