/** Plain batches over the driver, one by one, all cells as text, bytes in hexadecimal digits. */
import mssql from "mssql";
import { readUrl } from "../../../runtime/sinks/sqlserver/url-options.ts";
import type { TextRow } from "../target.ts";

export interface SqlserverClient {
  run(batch: string): Promise<readonly TextRow[]>;
  close(): Promise<void>;
}

/** One connection, so that what a batch begins another one ends. */
export async function connected(url: string): Promise<SqlserverClient> {
  const { server, authentication, options } = readUrl("kit", url, undefined);
  const pool = new mssql.ConnectionPool({
    server,
    authentication,
    options: { ...options, requestTimeout: 120_000 },
    pool: { min: 1, max: 1 },
    arrayRowMode: true,
  });
  pool.on("error", () => undefined);
  await pool.connect();
  return {
    run: async (batch) => {
      const { recordsets } = await pool.request().batch<readonly unknown[]>(batch);
      return [recordsets].flat(2).map(textRow);
    },
    close: async () => void (await pool.close()),
  };
}

function textRow(row: readonly unknown[]): TextRow {
  return row.map(cellText);
}

function cellText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Buffer.isBuffer(value) ? value.toString("hex") : String(value);
}
