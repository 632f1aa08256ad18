import { infoFields } from "../redis-info.ts";
/** What `INFO replication` says about the server's replication stream. */
export interface ServerHistory {
  readonly role: string;
  readonly replid: string;
  readonly offset: number;
  /** The history that the server continued when it was promoted … */
  readonly previousReplid: string;
  /** … and the first offset that is not of it any more; -1 without one. */
  readonly previousEnd: number;
  /** The part of the stream that the server can repeat: the offset of the first byte, counted from 1, and the length. */
  readonly backlog: { readonly first: number; readonly length: number } | undefined;
  /** The server refuses writes when it has too few replicas (`min-replicas-to-write`). */
  readonly countsReplicas: boolean;
}

/** Undefined when the text lacks a field that every server since Redis 4 has. */
export function parseHistory(info: string): ServerHistory | undefined {
  const field = infoFields(info);
  const replid = field.get("master_replid");
  const offset = Number(field.get("master_repl_offset"));
  if (replid === undefined || !Number.isSafeInteger(offset)) return undefined;
  return {
    role: field.get("role") ?? "",
    replid,
    offset,
    previousReplid: field.get("master_replid2") ?? "",
    previousEnd: Number(field.get("second_repl_offset") ?? -1),
    backlog:
      field.get("repl_backlog_active") === "1"
        ? {
            first: Number(field.get("repl_backlog_first_byte_offset")),
            length: Number(field.get("repl_backlog_histlen")),
          }
        : undefined,
    // The line is there exactly when the setting is above 0.
    countsReplicas: field.has("min_slaves_good_slaves"),
  };
}
