import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { refuseTogether } from "../refuse-together.ts";
import { DIAGNOSTICS_SCHEMA } from "../schemas.ts";
import { PROJECTS } from "./projects.ts";

const DETAILS = `Each project becomes \`DIR/NAME\`: one TypeScript module a job, \`worker.ts\`, and the bundle \`worker.mjs\` with its source map. Nothing is written when there is an error. \`--watch\`
builds again as \`rdi check --watch\` checks again, and keeps what it has read, so that a change costs a fraction of a second.

### Builds of what changed

A build makes only the modules whose job changed, and reuses the others as they lie in the output folder; the result is the same to the byte as
that of a build into an empty folder. What it goes by are hashes in \`DIR/.rdi-cache/NAME.json\`, never times: of the job's plan, of this package, and of each file as it was
written, so that a file that was edited or removed by hand is written again. Beside them, \`NAME.trees\` keeps the sources and what the parser made of them. The folder ignores itself in git, and may be deleted at any time.

### The plan as data

\`rdi build --plan [PATHS…]\` writes no file; it prints what the compiler decided, for pipelines and lineage:

\`\`\`json
{
  "version": 1,
  "projects": [{ "jobs": [], "project": "shop", "source": {}, "targets": [] }]
}
\`\`\`

Projects come by name, properties of an object by name, jobs and columns in the order of the text. A project with errors is left out, and the exit code is 1. \`version\` rises when
something is renamed, removed or changes its meaning; properties may be added without notice. What is not set is null or missing. Every property is described in
[\`compiler/plan/ir.ts\`](../compiler/plan/ir.ts); those that most readers want are

| where | what |
|---|---|
| \`source\`, \`targets[]\` | \`url\` is \`{ kind: "env", name, fallback }\`, \`{ kind: "file", path }\` or \`{ kind: "constant", value }\`; a target has \`name\`, \`system\` and \`schema\` |
| \`jobs[]\` | \`name\`, \`doc\`, \`place\` (\`file\` and \`line\`), \`pattern.text\`, \`read\` (\`kind\`, \`members\`: what is read of the value, or \`"all"\`, \`expiry\`), \`lookups\` (\`name\`, \`kind\`, \`members\`, \`probed\`, \`cached\`), \`delivery\` with its defaults filled in |
| \`jobs[].tables[]\` | \`target\`, \`schema\`, \`table\`, \`key\`, \`mode\` (\`upsert\`, \`append\`, \`history\`), \`period\`, \`onDelete\` and \`onExpire\` (\`kind\`: \`remove\`, \`keep\` or \`set\`), \`owner\`: columns and whether each holds the key, a capture or a constant |
| \`jobs[].tables[].columns[]\` | \`name\`, \`type\` (\`kind\`, and \`precision\`, \`scale\` or \`length\`), \`notNull\`, \`nullable\` (whether a null may be written), \`doc\`, \`sensitive\`, \`volatile\` (\`"clock"\`, \`"lookup"\` or null), \`fields\`: the lineage, what the column is made of as one would write it (\`fname\`, \`customer.id\`, \`items[].sku\`, \`@id\`, \`country.name\`), \`place\`, and \`value\`, the typed expression |`;

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
  json: DIAGNOSTICS_SCHEMA,
  details: DETAILS,
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
