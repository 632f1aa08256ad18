import type { ColumnType } from "../../plan/ir.ts";
import { constantText, indirectText } from "../../check/setting-kinds.ts";
import { IN_URL } from "../../check/setting-urls.ts";
import type { Dialect } from "../dialect.ts";
import { ddlOf } from "./ddl.ts";
import type { Flavour } from "./flavour.ts";
import { nativeTypeProblem } from "./native-types.ts";
import { starterOf } from "./starter.ts";
import { tableStatements } from "./statements.ts";

export const mysql: Dialect = dialect("mysql");
export const mariadb: Dialect = dialect("mariadb");

/** Tried with MariaDB 10.11; MySQL 8 is written for by its documentation, and was not run. */
function dialect(flavour: Flavour): Dialect {
  return {
    title: flavour === "mysql" ? "MySQL" : "MariaDB",
    aliases: flavour === "mysql" ? ["mysql8"] : ["maria"],
    settings: {
      where: `a \`${flavour}\` target`,
      kinds: { url: indirectText, schema: constantText },
      notYet: {
        user: IN_URL,
        username: IN_URL,
        password: "Put it into the URL, or the path of its file as `password-file`.",
        tls: "Use `ssl-mode` in the URL.",
        ssl: "Use `ssl-mode` in the URL.",
        ca: "Use `ssl-ca` in the URL.",
        cert: "Use `ssl-cert` in the URL.",
        key: "Use `ssl-key` in the URL.",
      },
    },
    schemes: ["mysql://", "mariadb://"],
    typeProblem: (type) => typeProblem(type, flavour),
    statements: tableStatements,
    removesMembers: false,
    ddl: ddlOf(flavour),
    starter: starterOf(flavour),
  };
}

const LONGEST = { varchar: 16_383, char: 255 } as const;
const MOST_DIGITS = 65;
const MOST_DIGITS_BEHIND = { mysql: 30, mariadb: 38 } as const;

function typeProblem(type: ColumnType, flavour: Flavour): string | undefined {
  switch (type.kind) {
    case "native":
      return nativeTypeProblem(type.name);
    case "varchar":
    case "char":
      return type.length <= LONGEST[type.kind]
        ? undefined
        : `has at most ${LONGEST[type.kind]} characters there${type.kind === "varchar" ? "; text has no such bound" : ""}`;
    case "numeric":
      return digitsProblem(type, MOST_DIGITS_BEHIND[flavour]);
    default:
      return undefined;
  }
}

function digitsProblem({ precision, scale = 0 }: Extract<ColumnType, { readonly kind: "numeric" }>, most: number) {
  if (precision === undefined)
    return "needs its digits there, as in numeric(38,10): no column holds any number of them";
  if (precision > MOST_DIGITS || scale > most)
    return `has at most ${MOST_DIGITS} digits there, ${most} of them behind the point`;
  return undefined;
}
