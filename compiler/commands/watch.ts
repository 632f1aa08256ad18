import { EXIT, type ExitCode } from "../exit.ts";
import { watchProjects } from "../watch/watch-projects.ts";
import { openThreadedEmitter } from "../threaded-emitter.ts";
import { buildProjects, type BuildOptions } from "./build.ts";
import { checkProjects } from "./check.ts";
import type { Output } from "./output.ts";
import { readProjects } from "./projects.ts";

/** `rdi check --watch`. */
export async function watchChecks(paths: readonly string[], output: Output): Promise<ExitCode> {
  const run = async (projects: Parameters<typeof checkProjects>[0]): Promise<ExitCode> =>
    checkProjects(projects, { form: "text", fix: false }, output);
  await watchProjects({ paths, read: readProjects, run }, output);
  return EXIT.ok;
}

/** `rdi build --watch`: what modules import stays loaded from one build to the next, for the type check and for the bundle. */
export async function watchBuilds(paths: readonly string[], options: BuildOptions, output: Output): Promise<ExitCode> {
  const { openBundler } = await import("../bundle.ts");
  const emitter = openThreadedEmitter();
  const bundler = await openBundler();
  const run = (projects: Parameters<typeof buildProjects>[0]): Promise<ExitCode> =>
    buildProjects(projects, { ...options, emitter, bundler }, output);
  try {
    await watchProjects({ paths, read: readProjects, run }, output);
    return EXIT.ok;
  } finally {
    await Promise.all([bundler.close(), emitter.close()]);
  }
}
