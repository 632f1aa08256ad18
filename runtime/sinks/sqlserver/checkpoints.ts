import { redactText } from "../../settings.ts";
import { statusOf } from "../own-columns.ts";
import type { ProjectTarget, SeenTarget } from "../seen-target.ts";
import { checkpointTable } from "./checkpoint.ts";
import { connect, type Connection } from "./connection.ts";
import { tokenOf } from "./token.ts";
import { sinkError } from "./error-classes.ts";

/** Never rejects. */
export async function readCheckpoints({ project, url, schema, options }: ProjectTarget): Promise<SeenTarget> {
  let connection: Connection;
  try {
    connection = await connect({ target: project, url, token: tokenOf(options), applicationName: "rdi status" });
  } catch (thrown) {
    return { reachable: false, problem: messageOf(thrown, url), checkpoints: [] };
  }
  try {
    const text = `SELECT c.route, CONVERT(nvarchar(10), c.lane) AS lane, CONVERT(nvarchar(20), c.epoch) AS epoch, CONVERT(nvarchar(20), c.seq) AS seq, c.release,
  CONVERT(nvarchar(40), c.updated_at, 121) AS updated_at FROM ${checkpointTable(schema).name} AS c WHERE c.project = @project ORDER BY c.route, c.lane`;
    const { rows } = await connection.query({ text, parameters: { project: { name: project } } });
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
  if (error.serverCode === "208") return "no checkpoint yet: no worker has written here";
  return redactText(error.message, [url]);
}
