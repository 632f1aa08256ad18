import type { System } from "../sql/systems.ts";
import { STARTERS } from "./starters.ts";

export interface TemplateFile {
  readonly path: string;
  readonly text: string;
}

/** The files of a new project: small, complete, and with comments for somebody who has never seen a `.rdi` file. */
export function projectTemplate(name: string, system: System): readonly TemplateFile[] {
  return [
    { path: "users.rdi", text: source(system) },
    { path: "schema.sql", text: STARTERS[system].schema },
    { path: "README.md", text: readme(name, system) },
  ];
}

function source(system: System): string {
  return `// This file says which rows of which tables a Redis key stands for. \`rdi check\` says what is wrong in it, \`rdi test\` runs the test at its end.

// Where the keys are. The environment variable REDIS_URL wins; without it the text behind the comma holds.
source redis { url: env("REDIS_URL", "redis://localhost:6379") }

// Where the rows go. Its password belongs into the environment, never into this file.
target db: ${system} { url: env("DB_URL") }

/// One hash a user, such as: HSET user:7 name "Ada Lovelace" email ada@example.org joined 1700000000
job users {
  // The pattern of the keys. \`{id:int}\` captures a part of the key, which is \`@id\` below.
  from hash "user:{id:int}"

  // A name alone is a field of the hash. Keys for which this does not hold have no row.
  where status is not "test"

  // One row a key. It is found again by \`id\`, which is a capture, so it goes when its key is deleted or expires.
  into db.users key (id) {
    id:        bigint       = @id
    name:      text not null
    email:     text         = lower(email)
    visits:    int not null = visits ?? 0
    joined_at: timestamptz  = from_seconds(joined)
  }
}

// A test needs neither Redis nor a database.
test "a user has a row as long as its key is there, unless it is a test account" {
  given hash "user:7" { name: "Ada Lovelace", email: "ADA@example.org", joined: 1700000000 }
  given hash "user:8" { name: "Nobody", email: "nobody@example.org", joined: 1700000000, visits: 3, status: "test" }
  expect db.users [{ id: 7, name: "Ada Lovelace", email: "ada@example.org", visits: 0 }]
  delete "user:7"
  expect db.users []
}
`;
}

function readme(name: string, system: System): string {
  const { title, url, apply } = STARTERS[system];
  return `# ${name}

Keeps the table \`users\` of a ${title} database equal to the Redis hashes \`user:ID\`.

- [users.rdi](users.rdi) says which rows a key stands for. Begin there; its comments explain the parts.
- [schema.sql](schema.sql) creates the table.

In this folder:

\`\`\`sh
rdi check                # what is wrong in the .rdi files
rdi check --watch        # the same after every change
rdi test                 # runs the tests in them
export REDIS_URL=redis://localhost:6379
export DB_URL=${url}
${apply}
rdi run .                # works until Ctrl-C
\`\`\`

and while it runs, in another terminal:

\`\`\`sh
redis-cli HSET user:7 name "Ada Lovelace" email ada@example.org joined 1700000000
\`\`\`

For production, \`rdi build . -o out\` writes \`out/${name}/worker.mjs\`, which needs Node.js and nothing else:
\`node out/${name}/worker.mjs\`. What a message means is told by its code: \`rdi explain RDI2040\`.
`;
}
