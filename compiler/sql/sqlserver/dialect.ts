import { constantText, indirectText } from "../../check/setting-kinds.ts";
import { IN_URL } from "../../check/setting-urls.ts";
import type { Dialect } from "../dialect.ts";
import { sqlserverDdl } from "./ddl.ts";
import { starter } from "./starter.ts";
import { tableStatements } from "./statements.ts";
import { typeProblem } from "./type-problem.ts";

const OF_URL = "Put it into the URL's options, as in `mssql://host/db?encrypt=true&trustServerCertificate=true`.";

export const sqlserver: Dialect = {
  title: "SQL Server",
  aliases: ["mssql", "tsql", "azuresql", "azure_sql"],
  settings: {
    where: "a `sqlserver` target",
    // `token` is read again for every connection, so that a file may be rewritten by whoever renews it.
    kinds: { url: indirectText, schema: constantText, token: indirectText },
    notYet: {
      user: IN_URL,
      username: IN_URL,
      password: IN_URL,
      domain: IN_URL,
      encrypt: OF_URL,
      tls: OF_URL,
      ca: OF_URL,
      trust_server_certificate: OF_URL,
      authentication: OF_URL,
      instance: OF_URL,
    },
  },
  schemes: ["mssql://", "sqlserver://"],
  typeProblem,
  statements: tableStatements,
  removesMembers: false,
  ddl: sqlserverDdl,
  starter,
};
