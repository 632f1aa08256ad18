import { createHash } from "node:crypto";

/** PostgreSQL cuts longer names off, and cut names could meet. */
const MAX_BYTES = 63;

/**
 * `customers.upsert`, or `orders.items.upsert` where the table's id differs from the job's name. Job names are unique in a project, ids in
 * a job, and ids hold no dots; so these names are unique in the project. They show up in the server's log.
 */
export function statementName(job: string, table: string, statement: string): string {
  const name = [...(table === job ? [job] : [job, table]), statement].join(".");
  if (/^[\x21-\x7e]+$/.test(name) && name.length <= MAX_BYTES) return name;
  const digest = createHash("sha256").update(`${job}\0${table}`).digest("hex").slice(0, 16);
  const readable = job
    .replaceAll(/[^A-Za-z0-9_]+/g, " ")
    .trim()
    .replaceAll(" ", "-")
    .slice(0, 24);
  return `${readable}.${digest}.${statement}`;
}
