import { tableStarter } from "../../init/starter.ts";

export const starter = tableStarter({
  title: "PostgreSQL",
  url: "postgres://postgres@localhost:5432/postgres",
  schema: `-- The table into which users.rdi writes. rdi itself adds one more, rdi_checkpoint, at its first start.
CREATE TABLE users (
  id        bigint PRIMARY KEY,
  name      text NOT NULL,
  email     text,
  visits    integer NOT NULL,
  joined_at timestamptz
);
`,
  apply: 'psql "$DB_URL" -f schema.sql',
});
