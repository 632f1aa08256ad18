/** What a kind of target adds to a new project. Each has one in its own folder, `starter.ts`. */
export interface Starter {
  /** What the project keeps equal to its keys, for people: ``the table `users` of a PostgreSQL database``. */
  readonly what: string;
  /** The target's name in the project, and the environment variable that holds its url. */
  readonly target: string;
  readonly variable: string;
  /** A value of that variable, for a server on this machine. */
  readonly url: string;
  /** The `into` of the job with its comment, as it stands in the job. */
  readonly into: string;
  /** What the test expects of a key, and once it is gone. */
  readonly there: string;
  readonly gone: string;
  /** schema.sql and the command that applies it, where there are tables. */
  readonly schema: { readonly text: string; readonly apply: string } | undefined;
}

interface TableStarter {
  /** The database's name for people. */
  readonly title: string;
  readonly url: string;
  readonly schema: string;
  readonly apply: string;
}

/** For a kind of target whose rows lie in tables. */
export function tableStarter({ title, url, schema, apply }: TableStarter): Starter {
  return {
    what: `the table \`users\` of a ${title} database`,
    target: "db",
    variable: "DB_URL",
    url,
    into: `  // One row a key. It is found again by \`id\`, which is a capture, so it goes when its key is deleted or expires.
  into db.users key (id) {
    id:        bigint       = @id
    name:      text not null
    email:     text         = lower(email)
    visits:    int not null = visits ?? 0
    joined_at: timestamptz  = from_seconds(joined)
  }`,
    there: 'expect db.users [{ id: 7, name: "Ada Lovelace", email: "ada@example.org", visits: 0 }]',
    gone: "expect db.users []",
    schema: { text: schema, apply },
  };
}
