import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { packageRoot } from "../../../compiler/package-root.ts";
import type { Job } from "../../../runtime/job.ts";

/** Loads emitted modules as a worker would: with the runtime's value functions, but without starting anything. */
export async function loadJobs(
  modules: readonly { readonly path: string; readonly text: string }[],
): Promise<readonly Job[]> {
  const folder = mkdtempSync(join(tmpdir(), "rdi-modules-"));
  try {
    for (const { path, text } of modules) writeFileSync(join(folder, path), text);
    const names = modules.map((module) => module.path).filter((path) => path !== "worker.ts");
    await build({
      entryPoints: names.map((name) => join(folder, name)),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      packages: "external",
      plugins: [
        {
          name: "runtime",
          setup: ({ onResolve }) =>
            onResolve({ filter: /^rdi\/runtime$/ }, () => ({ path: join(packageRoot(), "runtime/index.ts") })),
        },
        {
          name: "packages",
          setup: ({ onResolve }) =>
            onResolve({ filter: /^[a-z]/ }, ({ path, kind }) =>
              kind === "entry-point" || path.startsWith("node:") || path === "rdi/runtime"
                ? undefined
                : { path: import.meta.resolve(path), external: true },
            ),
        },
      ],
    });
    const jobs = [];
    for (const name of names) {
      const loaded: Record<string, unknown> = await import(
        pathToFileURL(join(folder, name.replace(/ts$/, "mjs"))).href
      );
      jobs.push(...Object.values(loaded).filter(isJob));
    }
    return jobs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "read" in value && "tables" in value;
}
