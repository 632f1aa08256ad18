import type { DdlDialect } from "../ddl.ts";
import { collationName } from "./ddl-names.ts";
import { statements } from "./ddl-tables.ts";
import { exactCollation, keyType, sqlType, writtenType } from "./ddl-types.ts";
import { fit } from "./ddl-fit.ts";
import { widened } from "./ddl-widening.ts";
import type { Flavour } from "./flavour.ts";

export function ddlOf(flavour: Flavour): DdlDialect {
  return {
    fit: (type, stored) => fit(type, stored, flavour),
    writtenType,
    typeName: sqlType,
    widened,
    exactCollation: exactCollation(flavour),
    collationName,
    keyType,
    lacksPartialIndexes: true,
    statements: statements(flavour),
  };
}
