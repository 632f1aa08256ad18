import type { ColumnLock } from "../schema/lock.ts";
import type { DdlDialect, KeptColumn } from "./ddl.ts";

/** A stored column as statements say again what it is. */
export function keptColumn(stored: ColumnLock, dialect: DdlDialect): KeptColumn {
  return { name: stored.name, type: stored.type, collation: keptCollation(stored, stored.type, dialect) };
}

/** Of text that is to keep its own. */
export function keptCollation(
  { collation }: Pick<ColumnLock, "collation">,
  type: string,
  dialect: DdlDialect,
): string | undefined {
  const isText = dialect.exactCollation(type) !== undefined;
  return isText && collation !== undefined ? dialect.collationName(collation) : undefined;
}
