import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { INTROSPECT_SCHEMA } from "../schemas.ts";
import { PROJECTS, TARGET } from "./projects.ts";

const DETAILS = `\`\`\`sh
rdi ddl samples/shop | psql "$WAREHOUSE_URL"   # make the tables
rdi introspect samples/shop                    # write samples/shop/rdi.lock.json
rdi check samples/shop                         # compare the jobs with it, offline
\`\`\`

\`rdi introspect\` connects to each target that jobs write to, with the URL that the worker would use (\`env(…)\`, \`file(…)\`), or with \`--url\` to one of them. It needs no right on the
tables, and a standby will do. Commit \`rdi.lock.json\`: it is sorted, with a line a column, index and foreign key, and holds no address, no secret and no time, so a diff shows what changed in the
database. There is one in a folder; introspecting a single file, or one \`--target\`, leaves what it says about the rest. A table that is not there is recorded as missing, with names that look alike,
and reported; that is no failure. Where a target can't be reached or refuses the login, nothing is written, and the code and the exit code are those of a worker's start.

| in the lock file | means |
|---|---|
| \`targets[]\` | \`name\` and \`system\` as in the \`.rdi\` files, \`tables\`, and \`own\`: the worker's own tables that are there |
| \`tables[]\` | \`schema\` and \`table\` as the project names them (\`foundIn\` says where it was found, when the project names no schema); \`kind\`: left out for a table, \`missing\`, or \`other\` for a view and its like |
| \`columns[]\` | \`type\` as the database writes it, below a \`domain\` if there is one. Left out are: \`notNull\` of a column that takes nulls, \`default\`, \`generated\` and \`identity\` where there is none (\`filled\`: a domain gives a value), \`collation\` where it is the type's own, \`exact\` unless it is \`false\`: different texts may be equal |
| \`indexes[]\` | all that are valid: \`columns\` (a name, an \`expression\`, or a name with another \`collation\`), \`unique\`, \`primary\`, \`where\`, \`deferrable\`, \`nullsNotDistinct\`, \`exact\` |
| \`foreignKeys[]\` | \`columns\`, the table and columns that they refer to, \`onDelete\`, \`deferred\` |

\`version\` rises when something is renamed, removed or changes its meaning; properties may be added without notice.

Where there is a lock file, \`rdi check\`, \`rdi build\` and \`rdi run\` compare the jobs with it; what they say is [RDI3001 to RDI3015](errors.md#the-targets-tables). \`rdi introspect\` and
\`rdi ddl\` don't, so they also run when a table and its job disagree.`;

export const introspect = defineCommand({
  name: "introspect",
  summary:
    "Reads the tables that jobs write from the targets into rdi.lock.json, against which check and build then compare.",
  arguments: { paths: PROJECTS },
  options: {
    target: TARGET,
    url: { kind: "value", placeholder: "url", text: "where to read, in place of the target's own url" },
    json: { kind: "flag", text: "print what was found as JSON" },
  },
  examples: ["rdi introspect samples/shop"],
  exits: {
    diagnostics: EXIT_MEANINGS.diagnostics,
    target: EXIT_MEANINGS.target,
    configuration: EXIT_MEANINGS.configuration,
  },
  json: INTROSPECT_SCHEMA,
  details: DETAILS,
  async run({ paths, target, url, json }, output) {
    const { introspectCommand } = await import("../introspect.ts");
    return introspectCommand(paths, { target, url, json }, output);
  },
});
