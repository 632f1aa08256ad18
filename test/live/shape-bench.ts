/** A table of one shape in a database of its own, and a session that writes to it. */
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import type { Table } from "../../runtime/job.ts";
import type { CommitResult, LaneIdentity, LaneSession, Sink } from "../../runtime/sinks/sink.ts";
import { SHAPES, type Shape } from "../compiler/sql/shapes.ts";
import { freshDatabase, postgresServer, type PostgresServer, type TestDatabase } from "../support/postgres.ts";
import { tableOf } from "./shape-tables.ts";

export interface ShapeBench {
  readonly database: TestDatabase;
  readonly sink: Sink;
  readonly session: LaneSession;
  readonly table: Table;
  /** Writes these rows; `owners` are those of all keys of the batch, `absent` those that yield none. */
  commit(rows: readonly object[], owners?: readonly object[], absent?: readonly object[]): Promise<CommitResult>;
  /** All owners that the pages hold. */
  owners(): Promise<readonly (readonly (string | null)[])[]>;
}

export const LANE: LaneIdentity = { project: "test", route: "shape.db", lane: 0, source: "redis-1", release: "r1" };

let server: PostgresServer | undefined;

export async function endServer(): Promise<void> {
  await server?.remove();
  server = undefined;
}

export function shapeOf(name: string): Shape {
  const shape = SHAPES.find((candidate) => candidate.name === name);
  if (shape === undefined) throw new Error(`there is no shape ${name}`);
  return shape;
}

export async function withTable(shape: Shape, run: (bench: ShapeBench) => Promise<void>): Promise<void> {
  server ??= await postgresServer();
  const database = await freshDatabase(server, shape.ddl);
  const table = tableOf(shape);
  const sink = createPostgresSink({ name: "db", url: database.url, schema: undefined });
  await sink.prepare([table]);
  const session = await sink.openLane(LANE);
  await session.claim();
  try {
    await run({
      database,
      sink,
      session,
      table,
      commit: (rows, owners = rows, absent = []) =>
        session.commit({ tables: [{ table, rows, owners, absent }], mode: "upsert", readAt: undefined }),
      owners: () => (table.owners === undefined ? Promise.resolve([]) : sink.pageOwners(table.owners, undefined, 1000)),
    });
  } finally {
    await session.close();
    await sink.close();
    await database.close();
  }
}
