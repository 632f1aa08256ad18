import { indirectText } from "../../check/setting-kinds.ts";
import type { Dialect } from "../dialect.ts";
import { sqliteDdl } from "./ddl.ts";
import { starter } from "./starter.ts";
import { tableStatements } from "./statements.ts";
import { typeProblem } from "./types.ts";

export const sqlite: Dialect = {
  title: "SQLite",
  aliases: ["sqlite3", "libsql"],
  settings: {
    where: "a `sqlite` target",
    kinds: { url: indirectText },
    notYet: {
      path: 'Write it as `url: "file:shop.db"`.',
      file: 'Write it as `url: "file:shop.db"`.',
      schema: "A file has one schema.",
      journal_mode: undefined,
    },
  },
  schemes: ["file:", "sqlite:"],
  typeProblem,
  statements: tableStatements,
  removesMembers: false,
  ddl: sqliteDdl,
  nativeDriver: {
    name: "libsql",
    scope: "@libsql",
    module: "index.js",
    loading: "require(`@libsql/${target}`)",
  },
  starter,
};
