/** SQLite over the samples of a document, whose members are the columns of a table with one row. */
import sqlite from "node-sqlite3-wasm";
import { columnsOf, type Sample } from "./samples.ts";

export interface SqliteSample {
  /** As documents write values; undefined where SQLite refuses the expression. */
  value(expression: string, sample: Sample): string | undefined;
  /** Names of the scalar functions that it has. */
  functions(): readonly string[];
  close(): void;
}

export function openSqlite(): SqliteSample {
  const database = new sqlite.Database(":memory:");
  return {
    value: (expression, sample) => {
      const columns = [...columnsOf(sample)];
      const row = columns.map(([name]) => `? AS "${name}"`).join(", ");
      try {
        const found = database.get(
          `SELECT ${expression} AS value FROM (SELECT ${row})`,
          columns.map(([, value]) => value),
        );
        return shown(found?.["value"]);
      } catch (error) {
        if (error instanceof Error) return undefined;
        throw error;
      }
    },
    functions: () =>
      database
        .all("SELECT DISTINCT name FROM pragma_function_list WHERE type = 's' ORDER BY name")
        .map((row) => String(row["name"])),
    close: () => database.close(),
  };
}

/** Text may stand for a value that is no text here, such as a date. */
export function agrees(found: string, written: string): boolean {
  return found === written || found === JSON.stringify(written);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString("hex")}'` : String(value);
}
