/** SQLite as an oracle of plain functions, in this process. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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

/**
 * Rows of a file that another process may be writing. This SQLite has no shared memory, so it reads a copy of the file and of its write-ahead log,
 * which it takes in as after a crash; a copy that was taken in the middle of a write is taken again by who asks again.
 */
export function fileRows(file: string, query: string): readonly unknown[] {
  const copy = join(mkdtempSync(join(tmpdir(), "rdi-rows-")), "copy.db");
  try {
    for (const end of ["", "-wal"]) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
    const database = new sqlite.Database(copy);
    try {
      database.exec("PRAGMA locking_mode = EXCLUSIVE");
      return database.all(query).map((row) => ({ ...row }));
    } finally {
      database.close();
    }
  } finally {
    rmSync(dirname(copy), { recursive: true, force: true });
  }
}
