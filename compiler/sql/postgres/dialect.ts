import { constantText, indirectText } from "../../check/setting-kinds.ts";
import { IN_URL } from "../../check/setting-urls.ts";
import type { Dialect } from "../dialect.ts";
import { postgresDdl } from "./ddl.ts";
import { nativeTypeProblem } from "./native-types.ts";
import { starter } from "./starter.ts";
import { tableStatements } from "./statements.ts";

export const postgres: Dialect = {
  title: "PostgreSQL",
  aliases: ["postgresql", "pg"],
  settings: {
    where: "a `postgres` target",
    kinds: { url: indirectText, schema: constantText },
    notYet: {
      user: IN_URL,
      username: IN_URL,
      password: IN_URL,
      tls: "Use `sslmode` in the URL.",
      ca: undefined,
      prepare: undefined,
    },
  },
  schemes: ["postgres://", "postgresql://"],
  typeProblem: (type) => (type.kind === "native" ? nativeTypeProblem(type.name) : undefined),
  statements: tableStatements,
  removesMembers: true,
  ddl: postgresDdl,
  starter,
};
