import { coerceError } from "../../errors.ts";
import { statusOf } from "../own-columns.ts";
import type { ProjectTarget, SeenTarget } from "../seen-target.ts";
import { textOf } from "./cell-text.ts";
import { checkpointTable } from "./checkpoint.ts";
import { connect, type Connection } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { fileOf } from "./file-url.ts";
import { whileLocked } from "./waiting.ts";

/** Never rejects. */
export async function readCheckpoints({ project, url }: ProjectTarget): Promise<SeenTarget> {
  const file = fileOf(url);
  if (file === undefined) return { reachable: false, problem: "the url names no file", checkpoints: [] };
  let connection: Connection;
  try {
    connection = await connect(file);
  } catch (thrown) {
    return { reachable: false, problem: coerceError(thrown).message, checkpoints: [] };
  }
  try {
    const text = `SELECT route, lane, epoch, seq, release, updated_at FROM ${checkpointTable(undefined).name} WHERE project = ?1 ORDER BY route, lane`;
    const rows = await whileLocked("rdi_checkpoint", () => connection.all(text, [project]));
    return { reachable: true, problem: null, checkpoints: rows.map((row) => statusOf(row.map(textOf))) };
  } catch (thrown) {
    return { reachable: true, problem: messageOf(thrown), checkpoints: [] };
  } finally {
    connection.close();
  }
}

/** Before the first start there is no checkpoint table. */
function messageOf(thrown: unknown): string {
  const { message } = sinkError(thrown, "rdi_checkpoint");
  return message.startsWith("no such table") ? "no checkpoint yet: no worker has written here" : message;
}
