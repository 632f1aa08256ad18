import { defineCommand } from "../definition.ts";
import { EXIT_MEANINGS } from "../exit-meanings.ts";
import { DDL_SCHEMA } from "../schemas.ts";
import { PROJECTS, TARGET } from "./projects.ts";

const DETAILS = `\`rdi ddl\` prints \`CREATE SCHEMA\`, \`CREATE TABLE\` with its primary key, comments from \`///\`, the indexes that removals and histories need, and the worker's own tables, with the worker's own text. With a lock
file it prints what is missing, and nothing else: tables, columns, unique indexes, wider types (\`varchar(40)\` to \`varchar(60)\`; of two numeric types the one that holds both), \`DROP NOT NULL\` where the job writes nulls, a collation that
compares exactly, an identity that takes values. What would lose something or needs a decision stands there as a comment: another type, a view in a table's place, a generated column, \`SET NOT NULL\` of a column
that is new. Rows are never changed. Run the statements, then \`rdi introspect\`: afterwards \`rdi check\` has nothing to say about them.`;

export const ddl = defineCommand({
  name: "ddl",
  summary: "Prints the SQL that makes the tables of the jobs, or that closes the differences to rdi.lock.json.",
  arguments: { paths: PROJECTS },
  options: {
    target: TARGET,
    create: { kind: "flag", text: "print all of it, whatever rdi.lock.json says" },
    json: { kind: "flag", text: "print a script a target as JSON" },
  },
  examples: ["rdi ddl samples/shop | psql $WAREHOUSE_URL"],
  exits: { diagnostics: EXIT_MEANINGS.diagnostics },
  json: DDL_SCHEMA,
  details: DETAILS,
  async run({ paths, target, create, json }, output) {
    const { ddlCommand } = await import("../ddl.ts");
    return ddlCommand(paths, { target, create, json }, output);
  },
});
