import type { DdlDialect } from "../ddl.ts";
import { changes } from "./ddl-changes.ts";
import { collationName } from "./ddl-names.ts";
import { createIndex, createTable } from "./ddl-tables.ts";
import { exactCollation, sqlType, writtenType } from "./ddl-types.ts";
import { fit } from "./ddl-fit.ts";
import { widened } from "./ddl-widening.ts";

export const sqlserverDdl: DdlDialect = {
  fit,
  writtenType,
  typeName: sqlType,
  widened,
  exactCollation,
  collationName,
  statements: { ...changes, createTable, createIndex },
};
