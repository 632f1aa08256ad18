import { redactText } from "../../settings.ts";
import { statusOf } from "../own-columns.ts";
import type { ProjectTarget, SeenTarget } from "../seen-target.ts";
import { checkpointTable } from "./checkpoint.ts";
import { connect, prepareOf } from "./connection.ts";
import { sinkError } from "./error-classes.ts";

/** Never rejects. */
export async function readCheckpoints({ project, url, schema, options }: ProjectTarget): Promise<SeenTarget> {
  let connection;
  try {
    connection = await connect({ url, schema, prepare: prepareOf(options), applicationName: "rdi status" });
  } catch (thrown) {
    return { reachable: false, problem: messageOf(thrown, url), checkpoints: [] };
  }
  try {
    const text = `SELECT c.route, c.lane::text, c.epoch::text, c.seq::text, c.release, c.updated_at::text FROM ${checkpointTable(schema).name} AS c WHERE c.project = $1::text ORDER BY c.route, c.lane`;
    const { rows } = await connection.query({ text, values: [project] });
    return { reachable: true, problem: null, checkpoints: rows.map(statusOf) };
  } catch (thrown) {
    return { reachable: true, problem: messageOf(thrown, url), checkpoints: [] };
  } finally {
    await connection.close();
  }
}

/** Before the first start there is no checkpoint table. */
function messageOf(thrown: unknown, url: string): string {
  const error = sinkError(thrown, "rdi_checkpoint");
  if (error.serverCode === "42P01") return "no checkpoint yet: no worker has written here";
  return redactText(error.message, [url]);
}
