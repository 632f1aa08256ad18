/** SQLite as an oracle of plain functions, in this process. */
import sqlite from "node-sqlite3-wasm";
import type { SQLiteValue } from "node-sqlite3-wasm";

export interface Calculator {
  /** The value of one SQL expression, whose parameters are `?1`, `?2` and so on. */
  value(expression: string, ...parameters: readonly SQLiteValue[]): SQLiteValue;
  close(): void;
}

export function sqliteCalculator(): Calculator {
  const database = new sqlite.Database(":memory:");
  return {
    value: (expression, ...parameters) => {
      const value = database.get(`SELECT ${expression} AS value`, [...parameters])?.["value"];
      if (value === undefined || isRow(value)) throw new Error(`SQLite has no value for ${expression}`);
      return value;
    },
    close: () => database.close(),
  };
}

function isRow(value: unknown): value is Readonly<Record<string, SQLiteValue>> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}
