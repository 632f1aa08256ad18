import { coerceError } from "../errors.ts";
import { redactText, redactUrl, resolveSetting } from "../settings.ts";
import { checkpointTable } from "../sinks/postgres/checkpoint.ts";
import { connect } from "../sinks/postgres/connection.ts";
import { sinkError } from "../sinks/postgres/error-classes.ts";
import type { OperatedProject } from "./project.ts";

export interface TargetStatus {
  readonly name: string;
  readonly system: string;
  /** Without its password; null where its setting is missing. */
  readonly address: string | null;
  readonly reachable: boolean;
  /** Why it can't be reached, or its checkpoints can't be read. */
  readonly problem: string | null;
  readonly checkpoints: readonly CheckpointStatus[];
}

export interface CheckpointStatus {
  readonly route: string;
  readonly lane: number;
  readonly epoch: string;
  readonly seq: string;
  readonly release: string;
  /** As the target prints it. */
  readonly updatedAt: string;
}

type Target = OperatedProject["targets"][number];

/** Never rejects: a target that is down is told in its place. */
export async function targetStatus(project: OperatedProject, target: Target): Promise<TargetStatus> {
  const { name, system } = target;
  const nothing = { name, system, address: null, reachable: false, problem: null, checkpoints: [] };
  let url: string;
  try {
    url = resolveSetting(target.url, `The url of target ${name}`);
  } catch (thrown) {
    return { ...nothing, problem: coerceError(thrown).message };
  }
  const known = { ...nothing, address: redactUrl(url) };
  if (target.system !== "postgres")
    return { ...known, problem: "targets of this kind keep no checkpoint that could be read" };
  return { ...known, ...(await checkpointsOf(project.name, target.schema, url)) };
}

type Seen = Pick<TargetStatus, "reachable" | "problem" | "checkpoints">;

async function checkpointsOf(project: string, schema: string | undefined, url: string): Promise<Seen> {
  let connection;
  try {
    connection = await connect({ url, schema, applicationName: "rdi status" });
  } catch (thrown) {
    return { reachable: false, problem: messageOf(thrown, url), checkpoints: [] };
  }
  try {
    const text = `SELECT c.route, c.lane::text, c.epoch::text, c.seq::text, c.release, c.updated_at::text FROM ${checkpointTable(schema).name} AS c WHERE c.project = $1::text ORDER BY c.route, c.lane`;
    const { rows } = await connection.query({ text, values: [project] });
    return { reachable: true, problem: null, checkpoints: rows.map(checkpointOf) };
  } catch (thrown) {
    return { reachable: true, problem: messageOf(thrown, url), checkpoints: [] };
  } finally {
    await connection.close();
  }
}

function checkpointOf(row: readonly (string | null)[]): CheckpointStatus {
  const [route, lane, epoch, seq, release, updatedAt] = row.map((cell) => cell ?? "");
  return {
    route: route ?? "",
    lane: Number(lane),
    epoch: epoch ?? "",
    seq: seq ?? "",
    release: release ?? "",
    updatedAt: updatedAt ?? "",
  };
}

/** Before the first start there is no checkpoint table. */
function messageOf(thrown: unknown, url: string): string {
  const error = sinkError(thrown, "rdi_checkpoint");
  if (error.serverCode === "42P01") return "no checkpoint yet: no worker has written here";
  return redactText(error.message, [url]);
}
