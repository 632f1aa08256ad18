import { tableStarter } from "../../init/starter.ts";

export const starter = tableStarter({
  title: "SQLite",
  url: "file:users.db",
  schema: `-- The table into which users.rdi writes. rdi itself adds one more, rdi_checkpoint, at its first start.
CREATE TABLE users (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL,
  email     TEXT,
  visits    INTEGER NOT NULL,
  joined_at TEXT
) STRICT;
`,
  apply: 'sqlite3 "${DB_URL#file:}" < schema.sql',
});
