import { basename, dirname, join, relative } from "node:path";
import { build, context, type BuildOptions, type BuildResult, type Plugin } from "esbuild";
import { GENERATED_MARK } from "./emit/mark.ts";
import type { EmittedFile } from "./emit/module.ts";
import { sparingCollector } from "./go-collector.ts";
import { EMITTED, openWorkshop, type Workshop } from "./workshop.ts";

export interface Bundle {
  /** `worker.mjs`, and `worker.mjs.map` beside it. */
  readonly files: readonly EmittedFile[];
  /** Everything that went into it: emitted modules as `emitted/customers.ts`, others relative to this package. */
  readonly inputs: readonly string[];
}

export interface BundlingOptions {
  /** Where the modules lie that are `stored`. */
  readonly folder?: string | undefined;
  /** esbuild works in a process of its own: called when that needs nothing more of this one. What it throws is thrown at the end. */
  readonly meanwhile?: () => Promise<void>;
}

/**
 * Makes one file of a project's modules, the runtime and its dependencies, for Node 20 and later. It needs nothing beside it. The source map
 * holds names and positions but no sources, so that a stack trace can be read and the folder stays small.
 */
export async function bundle(
  modules: readonly EmittedFile[],
  { folder, meanwhile = async () => undefined }: BundlingOptions = {},
): Promise<Bundle> {
  const made = modules.filter(({ stored }) => stored !== true);
  const names = made.map(({ path }) => path.replaceAll(".", "\\.")).join("|");
  const workshop = openWorkshop(folder);
  const serving = serve(made);
  const plugin = inMemory(serving, { folder: workshop.folder, names });
  const building = sparingCollector(() => build(bundleOptions(workshop, plugin)));
  try {
    return await finish(building, { workshop, serving, meanwhile });
  } finally {
    await building.catch(() => undefined);
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
  const plugin = inMemory(serving, { folder: workshop.folder, names: "[^/]+" });
  const kept = await context(bundleOptions(workshop, plugin));
  return {
    bundle(modules, { meanwhile = async () => undefined } = {}) {
      Object.assign(serving, serve(modules));
      return finish(kept.rebuild(), { workshop, serving, meanwhile });
    },
    close: async () => {
      await kept.dispose();
      workshop.close();
    },
  };
}

type Options = ReturnType<typeof bundleOptions>;

function bundleOptions(workshop: Workshop, plugin: Plugin) {
  return {
    absWorkingDir: workshop.folder,
    preserveSymlinks: true,
    entryPoints: [`${EMITTED}/worker.ts`],
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
    plugins: [plugin],
  } as const satisfies BuildOptions;
}

interface Work {
  readonly workshop: Workshop;
  readonly serving: Serving;
  readonly meanwhile: () => Promise<void>;
}

async function finish(
  building: Promise<BuildResult<Options>>,
  { workshop: { folder }, serving, meanwhile }: Work,
): Promise<Bundle> {
  const [result] = await Promise.all([building, Promise.race([serving.taken.all, building]).then(meanwhile)]);
  const files = result.outputFiles.map((file) => ({ path: relative(folder, file.path), text: file.text }));
  const inputs = Object.keys(result.metafile.inputs).filter((input) => input !== END);
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), inputs };
}

/** What libraries try to load and do without. Whether something else installed it here must not show in a bundle. */
const OPTIONAL: string[] = ["pg-native", "supports-color"];

/** Dependencies that are CommonJS call `require` for Node's own modules. */
const BANNER = `${GENERATED_MARK}: the worker of one project, with all that it needs. Run it with node.
import { createRequire as createRequireForBundle } from "node:module";
const require = createRequireForBundle(import.meta.url);`;

/** What esbuild asks for, and how much of it it has read. */
interface Serving {
  readonly texts: ReadonlyMap<string, string>;
  readonly taken: ReturnType<typeof countdown>;
}

/** At its end each module imports nothing, by which esbuild tells that it came so far. */
function serve(modules: readonly EmittedFile[]): Serving {
  const texts = new Map(modules.map(({ path, text }) => [path, `${text}import "${END}";\n`]));
  return { texts, taken: countdown(modules.length) };
}

const END = "emitted:end";

/** Calls of `one` until `all` is resolved. */
function countdown(count: number): { readonly one: () => void; readonly all: Promise<void> } {
  let left = count;
  let done = (): void => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  return {
    all,
    one: () => {
      if (--left === 0) done();
    },
  };
}

interface Asked {
  readonly folder: string;
  /** What can be asked for, as a regular expression: each other file spares a message to this process. */
  readonly names: string;
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
      build.onLoad({ filter: new RegExp(`[\\\\/]${EMITTED}[\\\\/](?:${names})$`) }, ({ path }) => {
        const contents = dirname(path) === emitted ? serving.texts.get(basename(path)) : undefined;
        return contents === undefined ? undefined : { contents, loader: "ts" };
      });
      build.onResolve({ filter: new RegExp(`^${END}$`) }, () => {
        setImmediate(serving.taken.one);
        return { path: "end", namespace: "emitted" };
      });
      build.onLoad({ filter: /^end$/, namespace: "emitted" }, () => ({ contents: "" }));
    },
  };
}
