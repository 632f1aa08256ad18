/**
 * The kinds of databases with tables, by the word after a target's colon. Each folder's index.ts is a {@link TableSystem} together with the
 * encoders that generated modules call; the compiler's part of each is in compiler/sql/dialects.ts.
 */
export * as postgres from "./postgres/index.ts";
export * as mysql from "./mysql/index.ts";
export * as mariadb from "./mysql/mariadb.ts";
export * as sqlserver from "./sqlserver/index.ts";
export * as sqlite from "./sqlite/index.ts";
