import { tableStarter } from "../../init/starter.ts";

export const starter = tableStarter({
  title: "SQL Server",
  url: "mssql://sa@localhost:1433/shop?trustServerCertificate=true",
  schema: `-- The table into which users.rdi writes. rdi itself adds one more, rdi_checkpoint, at its first start.
CREATE TABLE users (
  id        bigint NOT NULL PRIMARY KEY,
  name      nvarchar(max) NOT NULL,
  email     nvarchar(max),
  visits    int NOT NULL,
  joined_at datetimeoffset(6)
);
`,
  apply: "sqlcmd -S localhost -U sa -d shop -C -i schema.sql",
});
