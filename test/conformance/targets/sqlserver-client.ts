/** Plain batches over the driver, one by one, all cells as text. */
import { Connection, Request } from "tedious";
import { readUrl } from "../../../runtime/sinks/sqlserver/url-options.ts";
import type { TextRow } from "../target.ts";

export interface SqlserverClient {
  run(batch: string): Promise<readonly TextRow[]>;
  close(): Promise<void>;
}

export async function connected(url: string): Promise<SqlserverClient> {
  const { server, authentication, options } = readUrl("kit", url, undefined);
  const connection = new Connection({ server, authentication, options: { ...options, requestTimeout: 120_000 } });
  connection.on("error", () => undefined);
  await new Promise<void>((resolve, reject) =>
    connection.connect((error) => (error instanceof Error ? reject(error) : resolve())),
  );
  const ended = new Promise<void>((resolve) => connection.on("end", () => resolve()));
  return {
    run: (batch) => sent(connection, batch),
    close: async () => {
      connection.close();
      await ended;
    },
  };
}

function sent(connection: Connection, batch: string): Promise<readonly TextRow[]> {
  return new Promise((resolve, reject) => {
    const rows: TextRow[] = [];
    const request = new Request(batch, (error) => (error instanceof Error ? reject(error) : resolve(rows)));
    request.on("row", (columns: readonly { readonly value: unknown }[]) => {
      rows.push(columns.map(({ value }) => (value === null || value === undefined ? null : String(value))));
    });
    connection.execSqlBatch(request);
  });
}
