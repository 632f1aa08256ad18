import { build, type Plugin } from "esbuild";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  bundle,
  bundleOf,
  bundleOptions,
  emittedFilter,
  namesOf,
  WORKER,
  type Bundle,
  type Bundler,
} from "./bundle.ts";
import type { EmittedFile } from "./emit/module.ts";
import { releaseIn, withoutRelease } from "./emit/release.ts";
import { sparingCollector } from "./go-collector.ts";
import { usedSystems } from "./used-systems.ts";
import { EMITTED, openWorkshop } from "./workshop.ts";

export interface Expected {
  /** The output folder. */
  readonly folder: string;
  /** The modules that may change. All others, and `worker.ts` but for its release, are expected to stay as they lie there. */
  readonly open: readonly string[];
}

/**
 * Bundles before the modules are known: esbuild reads the runtime and what lies in the output folder, and waits for the modules that may
 * change, which are served once they are made. What is not as it was expected is bundled from the start, so a wrong guess costs only time.
 * Undefined where nothing lies there.
 */
export function bundleAhead({ folder, open }: Expected): Bundler | undefined {
  const path = join(folder, WORKER);
  if (!existsSync(path)) return undefined;
  const worker = readFileSync(path, "utf8");
  const workshop = openWorkshop(folder);
  const gate = openGate();
  const plugins = [waiting(gate.texts, { folder: workshop.folder, open }), usedSystems(() => worker)];
  const building = sparingCollector(() => build(bundleOptions(workshop, plugins))).then(
    (result) => bundleOf(result, workshop),
    () => undefined,
  );
  return {
    async bundle(modules) {
      const isExpected = fits(modules, worker, open);
      gate.open(isExpected ? textsOf(modules, open) : undefined);
      const ahead = isExpected ? await building : undefined;
      const releases = { from: releaseIn(worker), to: releaseIn(textsOf(modules, [WORKER]).get(WORKER) ?? "") };
      const renamed = ahead === undefined ? undefined : withOtherRelease(ahead, releases);
      return renamed ?? bundle(modules, folder);
    },
    close: async () => {
      gate.open(undefined);
      await building;
      workshop.close();
    },
  };
}

type Texts = ReadonlyMap<string, string>;

interface Gate {
  readonly texts: Promise<Texts | undefined>;
  /** Only its first call does something. */
  readonly open: (texts: Texts | undefined) => void;
}

function openGate(): Gate {
  let open: Gate["open"] = () => undefined;
  const texts = new Promise<Texts | undefined>((resolve) => (open = resolve));
  return { texts, open };
}

/** Serves the modules that may change as soon as they are known. Without texts the build fails. */
function waiting(texts: Gate["texts"], { folder, open }: Expected): Plugin {
  const emitted = join(folder, EMITTED);
  return {
    name: "waiting",
    setup(build) {
      build.onLoad({ filter: emittedFilter(namesOf(open)) }, async ({ path }) => {
        if (dirname(path) !== emitted) return undefined;
        const contents = (await texts)?.get(basename(path));
        if (contents === undefined) throw new Error("not as it was expected");
        return { contents, loader: "ts" };
      });
    },
  };
}

function fits(modules: readonly EmittedFile[], worker: string, open: readonly string[]): boolean {
  return modules.every(({ path, text, stored }) =>
    path === WORKER ? withoutRelease(text) === withoutRelease(worker) : stored === true || open.includes(path),
  );
}

function textsOf(modules: readonly EmittedFile[], paths: readonly string[]): Texts {
  return new Map(modules.filter(({ path }) => paths.includes(path)).map(({ path, text }) => [path, text]));
}

interface Releases {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** All releases are of one length, so positions stay. Undefined where it can't be told which text is the release. */
function withOtherRelease({ files, inputs }: Bundle, { from, to }: Releases): Bundle | undefined {
  if (from === undefined || to === undefined || from.length !== to.length) return undefined;
  const renamed = files.flatMap(({ path, text }) => {
    if (path !== "worker.mjs") return [{ path, text }];
    const parts = text.split(releaseProperty(from));
    return parts.length === 2 ? [{ path, text: parts.join(releaseProperty(to)) }] : [];
  });
  return renamed.length === files.length ? { files: renamed, inputs } : undefined;
}

function releaseProperty(release: string): string {
  return `release: "${release}"`;
}
