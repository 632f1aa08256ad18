import { join } from "node:path";
import { build, context, type BuildOptions, type BuildResult, type Plugin } from "esbuild";
import { GENERATED_MARK } from "./emit/mark.ts";
import type { EmittedFile } from "./emit/module.ts";
import { packageRoot } from "./package-root.ts";

export interface Bundle {
  /** `worker.mjs`, and `worker.mjs.map` beside it. */
  readonly files: readonly EmittedFile[];
  /** Everything that went into it: emitted modules as `emitted:customers.ts`, others relative to this package. */
  readonly inputs: readonly string[];
}

/**
 * Makes one file of a project's modules, the runtime and its dependencies, for Node 20 and later. It needs nothing beside it. The source map
 * holds names and positions but no sources, so that a stack trace can be read and the folder stays small.
 *
 * esbuild works in a process of its own: `meanwhile` is called once it has been given all modules. What that throws is thrown at the end.
 */
export async function bundle(
  modules: readonly EmittedFile[],
  meanwhile = async (): Promise<void> => undefined,
): Promise<Bundle> {
  const serving = serve(modules);
  return finish(build(bundleOptions(serving)), serving, meanwhile);
}

/** Bundles again and again, and reads the runtime once. */
export interface Bundler {
  readonly bundle: typeof bundle;
  readonly close: () => Promise<void>;
}

export async function openBundler(): Promise<Bundler> {
  const serving = serve([]);
  const kept = await context(bundleOptions(serving));
  return {
    bundle(modules, meanwhile = async () => undefined) {
      Object.assign(serving, serve(modules));
      return finish(kept.rebuild(), serving, meanwhile);
    },
    close: () => kept.dispose(),
  };
}

type Options = ReturnType<typeof bundleOptions>;

function bundleOptions(serving: Serving) {
  const root = packageRoot();
  return {
    absWorkingDir: root,
    entryPoints: ["emitted:worker.ts"],
    outfile: join(root, "worker.mjs"),
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    alias: { "rdi/runtime": join(root, "runtime", "index.ts") },
    external: OPTIONAL,
    banner: { js: BANNER },
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    plugins: [emittedModules(serving)],
  } as const satisfies BuildOptions;
}

async function finish(
  building: Promise<BuildResult<Options>>,
  serving: Serving,
  meanwhile: () => Promise<void>,
): Promise<Bundle> {
  const root = packageRoot();
  const [result] = await Promise.all([building, Promise.race([serving.given.all, building]).then(meanwhile)]);
  const files = result.outputFiles.map((file) => ({ path: file.path.slice(root.length + 1), text: file.text }));
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), inputs: Object.keys(result.metafile.inputs) };
}

/** What libraries try to load and do without. Whether something else installed it here must not show in a bundle. */
const OPTIONAL: string[] = ["pg-native", "supports-color"];

/** Dependencies that are CommonJS call `require` for Node's own modules. */
const BANNER = `${GENERATED_MARK}: the worker of one project, with all that it needs. Run it with node.
import { createRequire as createRequireForBundle } from "node:module";
const require = createRequireForBundle(import.meta.url);`;

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

/** What esbuild asks for, and how often it has. */
interface Serving {
  readonly texts: ReadonlyMap<string, string>;
  readonly given: ReturnType<typeof countdown>;
}

function serve(modules: readonly EmittedFile[]): Serving {
  return { texts: new Map(modules.map(({ path, text }) => [path, text])), given: countdown(modules.length) };
}

/** Serves the modules from memory: those that are served when they are asked for. */
function emittedModules(serving: Serving): Plugin {
  const inside = (path: string) => ({ path, namespace: "emitted" });
  return {
    name: "emitted",
    setup(build) {
      build.onResolve({ filter: /^emitted:/ }, ({ path }) => inside(path.slice("emitted:".length)));
      build.onResolve({ filter: /^\.\//, namespace: "emitted" }, ({ path }) => inside(path.slice(2)));
      build.onLoad({ filter: /.*/, namespace: "emitted" }, ({ path }) => {
        const contents = serving.texts.get(path);
        setImmediate(serving.given.one);
        return contents === undefined ? undefined : { contents, loader: "ts", resolveDir: packageRoot() };
      });
    },
  };
}
