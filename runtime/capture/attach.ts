import { askHistory } from "./handshake.ts";
import { refusal, replicasAreCounted, RetryError } from "./link-errors.ts";
import type { LinkSocket, SocketLimits } from "./link-socket.ts";
import type { Position } from "./position.ts";
import { primeBacklog } from "./prime-backlog.ts";
import { describeAddress, type RedisAddress } from "./redis-url.ts";
import { chooseResume } from "./resume.ts";
import { drainSnapshot } from "./snapshot.ts";

/**
 * How the stream was joined: `resume` continues where the lanes' saved positions end; `current` begins at the server's present
 * offset without a snapshot; `snapshot` begins behind a snapshot that was thrown away. Only the first leaves no gap.
 */
export type AttachMode = "resume" | "current" | "snapshot";

export interface Attachment {
  readonly mode: AttachMode;
  /** Where the stream begins. */
  readonly start: Position;
  /** Where a lane begins whose saved position is not covered: what came before is its gap, and was in part named once already. */
  readonly present: number;
  /** For each lane, whether its saved position is covered: what it lacks is in the stream. */
  readonly kept: readonly boolean[];
}

export interface AttachOptions extends SocketLimits {
  readonly address: RedisAddress;
  /** The lanes' positions as they were read back. */
  readonly saved: readonly (Position | undefined)[];
}

/** Joins the stream as cheaply as the server allows: from a saved position, at the present offset, behind a snapshot. */
export async function attach(socket: LinkSocket, { address, saved, ...limits }: AttachOptions): Promise<Attachment> {
  const history = await historyToJoin(socket, address, limits);
  const none = saved.map(() => false);

  const resume = chooseResume(saved, history);
  const wanted: Position | undefined =
    resume?.start ?? (history && { replid: history.replid, offset: history.offset, database: undefined });
  const answer = await psync(socket, address, wanted);
  if (answer.kind === "full") {
    await drainSnapshot(socket);
    return { mode: "snapshot", start: answer.start, present: answer.start.offset, kept: none };
  }
  if (wanted === undefined) throw new RetryError("the server continued a stream that nobody asked for");
  const replid = answer.replid ?? wanted.replid;
  // A promotion between the two requests: which lanes are covered was decided from the old history.
  if (history !== undefined && replid !== history.replid)
    throw new RetryError("the server's history changed meanwhile");
  const start = { ...wanted, replid };
  const present = Math.max(start.offset, history?.offset ?? 0);
  return resume
    ? { mode: "resume", start, present, kept: resume.kept }
    : { mode: "current", start, present, kept: none };
}

async function historyToJoin(socket: LinkSocket, address: RedisAddress, limits: SocketLimits) {
  const ask = () => askHistory(socket, address);
  const history = await ask();
  if (history === undefined || history.role !== "master") return history;
  if (history.countsReplicas) throw replicasAreCounted(describeAddress(address));
  return history.backlog ? history : ((await primeBacklog(address, limits, ask)) ?? history);
}

type PsyncAnswer =
  | { readonly kind: "continue"; readonly replid: string | undefined }
  | { readonly kind: "full"; readonly start: Position };

async function psync(socket: LinkSocket, address: RedisAddress, wanted: Position | undefined): Promise<PsyncAnswer> {
  socket.send(wanted ? ["PSYNC", wanted.replid, String(wanted.offset + 1)] : ["PSYNC", "?", "-1"]);
  const reply = await socket.line();
  const [, replid] = /^\+CONTINUE(?: ([0-9a-f]{40}))?$/.exec(reply) ?? [];
  if (reply.startsWith("+CONTINUE")) return { kind: "continue", replid };
  const [, fullReplid, offset] = /^\+FULLRESYNC ([0-9a-f]{40}) (\d+)$/.exec(reply) ?? [];
  if (fullReplid === undefined) throw refusal(describeAddress(address), "PSYNC", reply.slice(1));
  return { kind: "full", start: { replid: fullReplid, offset: Number(offset), database: undefined } };
}
