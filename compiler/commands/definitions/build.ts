import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { refuseTogether } from "../refuse-together.ts";
import { PROJECTS } from "./projects.ts";

export const build = defineCommand({
  name: "build",
  summary: "Compiles projects: out/NAME/ holds the modules and worker.mjs.",
  arguments: { paths: PROJECTS },
  options: {
    out: {
      kind: "value",
      short: "o",
      placeholder: "folder",
      text: "the folder to write into",
      takes: "folder",
      default: "out",
    },
    bundle: { kind: "off", text: "write the modules only, no worker.mjs" },
    json: { kind: "flag", text: "print diagnostics and files as JSON" },
    watch: { kind: "flag", short: "w", text: "build again whenever a file changes, until Ctrl-C" },
    plan: { kind: "flag", text: "print what would be built as JSON, and build nothing" },
  },
  examples: ["rdi build samples/shop -o out", "rdi build samples/shop --plan"],
  exits: { diagnostics: EXIT_MEANINGS.diagnostics },
  async run({ paths, out, bundle, json, watch, plan }, output) {
    if (watch) {
      if (json || plan) refuseTogether("--watch", json ? "--json" : "--plan");
      const { watchBuilds } = await import("../watch.ts");
      return watchBuilds(paths, { out, bundle, json }, output);
    }
    if (plan) {
      const { planCommand } = await import("../plan.ts");
      return planCommand(paths, output);
    }
    const { buildCommand } = await import("../build.ts");
    return buildCommand(paths, { out, bundle, json }, output);
  },
});
