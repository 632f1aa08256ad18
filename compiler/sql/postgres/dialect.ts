import { constantText, indirectText, word } from "../../check/setting-kinds.ts";
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
    kinds: { url: indirectText, schema: constantText, prepare: word("on", "off") },
    notYet: {
      user: IN_URL,
      username: IN_URL,
      password: "Put it into the URL, or the path of its file as `password-file`.",
      tls: "Use `sslmode` in the URL.",
      ca: "Use `sslrootcert` in the URL.",
      cert: "Use `sslcert` in the URL.",
      key: "Use `sslkey` in the URL.",
    },
  },
  schemes: ["postgres://", "postgresql://"],
  typeProblem: (type) => (type.kind === "native" ? nativeTypeProblem(type.name) : undefined),
  statements: tableStatements,
  removesMembers: true,
  ddl: postgresDdl,
  starter,
};
