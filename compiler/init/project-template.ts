import type { Starter } from "./starter.ts";

export interface TemplateFile {
  readonly path: string;
  readonly text: string;
}

/** The files of a new project: small, complete, and with comments for somebody who has never seen a `.rdi` file. */
export function projectTemplate(name: string, system: string, starter: Starter): readonly TemplateFile[] {
  const { schema } = starter;
  return [
    { path: "users.rdi", text: source(system, starter) },
    ...(schema === undefined ? [] : [{ path: "schema.sql", text: schema.text }]),
    { path: "README.md", text: readme(name, starter) },
  ];
}

function source(system: string, { target, variable, into, there, gone }: Starter): string {
  return `// This file says what a Redis key stands for. \`rdi check\` says what is wrong in it, \`rdi test\` runs the test at its end.

// Where the keys are. The environment variable REDIS_URL wins; without it the text behind the comma holds.
source redis { url: env("REDIS_URL", "redis://localhost:6379") }

// Where what they stand for goes. Its password belongs into the environment, never into this file.
target ${target}: ${system} { url: env("${variable}") }

/// One hash a user, such as: HSET user:7 name "Ada Lovelace" email ada@example.org joined 1700000000
job users {
  // The pattern of the keys. \`{id:int}\` captures a part of the key, which is \`@id\` below.
  from hash "user:{id:int}"

  // A name alone is a field of the hash. Keys for which this does not hold stand for nothing.
  where status is not "test"

${into}
}

// A test needs no server.
test "a user is there as long as its key is, unless it is a test account" {
  given hash "user:7" { name: "Ada Lovelace", email: "ADA@example.org", joined: 1700000000 }
  given hash "user:8" { name: "Nobody", email: "nobody@example.org", joined: 1700000000, visits: 3, status: "test" }
  ${there}
  delete "user:7"
  ${gone}
}
`;
}

function readme(name: string, { what, variable, url, schema }: Starter): string {
  const table = schema === undefined ? "" : "\n- [schema.sql](schema.sql) creates the table.";
  const apply = schema === undefined ? "" : `\n${schema.apply}`;
  return `# ${name}

Keeps ${what} equal to the Redis hashes \`user:ID\`.

- [users.rdi](users.rdi) says what a key stands for. Begin there; its comments explain the parts.${table}

In this folder:

\`\`\`sh
rdi check                # what is wrong in the .rdi files
rdi check --watch        # the same after every change
rdi test                 # runs the tests in them
export REDIS_URL=redis://localhost:6379
export ${variable}=${url}${apply}
rdi run .                # works until Ctrl-C
\`\`\`

and while it runs, in another terminal:

\`\`\`sh
redis-cli HSET user:7 name "Ada Lovelace" email ada@example.org joined 1700000000
rdi status .             # how it fares
\`\`\`

For production, \`rdi build . -o out\` writes the folder \`out/${name}\`, which needs Node.js and nothing else:
\`node out/${name}/worker.mjs\`. What a message means is told by its code: \`rdi explain RDI2040\`.
`;
}
