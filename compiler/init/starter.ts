/** What a kind of target adds to a new project. Each has one in its own folder, `starter.ts`. */
export interface Starter {
  /** Its name for people. */
  readonly title: string;
  /** A value of DB_URL, for a server on this machine. */
  readonly url: string;
  /** The text of schema.sql: the tables of the project's jobs. */
  readonly schema: string;
  /** The command that applies schema.sql to DB_URL. */
  readonly apply: string;
}
