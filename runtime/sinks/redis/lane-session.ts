import type { Redis } from "ioredis";
import { runScript, type Argument } from "../../apply/lua.ts";
import type { TargetKeys } from "../../control/target-keys.ts";
import type { RedisTable } from "../../redis-table.ts";
import {
  SinkError,
  type Checkpoint,
  type Collision,
  type CommitResult,
  type LaneIdentity,
  type LaneSession,
  type WriteBatch,
} from "../sink.ts";
import type { LanePosition } from "../lane-state.ts";
import type { Place } from "./batch-units.ts";
import { CLAIM } from "./claim-script.ts";
import { COMMIT } from "./commit-script.ts";
import { encodeBatch, type EncodedBatch } from "./encode.ts";
import { sinkError } from "./error-classes.ts";
import { wrongType } from "./wrong-type.ts";

export interface LaneSessionOptions {
  readonly redis: Redis;
  readonly keys: TargetKeys;
  readonly identity: LaneIdentity;
  /** What a document is. */
  readonly documents: "module" | "string";
  /** How far each lane came while this process ran, so that a target which went back is noticed. */
  readonly seen: Map<string, LanePosition>;
}

/**
 *   new ──claim──▶ claimed ──commit, probe──▶ claimed
 *                     │ data, order, halt: nothing was written ──▶ claimed
 *                     └ connection, fenced ──▶ over: everything else is refused, the caller opens a new session and claims
 */
export function createLaneSession(options: LaneSessionOptions): LaneSession<RedisTable> {
  const { redis, keys, identity, seen } = options;
  const name = `${identity.route} ${identity.lane}`;
  const checkpoint = keys.checkpoint(identity.route, identity.lane);
  let position: LanePosition | undefined;
  let over: SinkError | undefined;

  async function guarded<Result>(statement: string, work: () => Promise<Result>): Promise<Result> {
    if (over !== undefined) throw over;
    try {
      return await work();
    } catch (thrown) {
      const error = sinkError(thrown, statement);
      if (error.class === "connection" || error.class === "fenced") {
        over = error;
        redis.disconnect();
      }
      throw error;
    }
  }

  async function claim(): Promise<Checkpoint> {
    const before = seen.get(name);
    const known = before === undefined ? ["", ""] : [String(before.epoch), String(before.seq)];
    const args = [name, identity.source ?? "", identity.release, ...known, identity.replid ?? ""];
    const reply = textsOf(await runScript(redis, CLAIM, [checkpoint, keys.sources], args));
    const [claimed, epoch = "0", seq = "0", source, projectSource, appended, replid, offset = "0", replaced] = reply;
    const found = { epoch: BigInt(epoch), seq: BigInt(seq) };
    // Recorded from another Redis: nothing was claimed, every commit will be refused, and the caller is told why.
    if (claimed === "1") moveTo(found);
    return {
      ...found,
      source: presentOf(source),
      projectSource: presentOf(projectSource),
      appended: presentOf(appended),
      readAt: replid ? { replid, offset: BigInt(offset) } : undefined,
      replaced: presentOf(replaced)?.split(" ") ?? [],
    };
  }

  async function commit(batch: WriteBatch<RedisTable>): Promise<CommitResult<RedisTable>> {
    const at = claimedPosition();
    const encoded = encodeBatch(batch.tables);
    const reply = textsOf(await runScript(redis, COMMIT, keysOfRoute(), commitArguments(at, batch, encoded)));
    const [outcome, ...more] = reply;
    switch (outcome) {
      case "committed":
        if (batch.trial !== true) moveTo({ epoch: at.epoch, seq: at.seq + 1n });
        return { kind: "committed", seq: claimedPosition().seq, upserted: Number(more[0]), removed: Number(more[1]) };
      case "collided":
        return { kind: "collided", collisions: collisionsOf(more, encoded.places) };
      case "wrongtype":
        throw wrongTypeOf(more, encoded.places);
      default:
        throw new SinkError("fenced", "", "another worker has claimed this lane, or its checkpoint is gone");
    }
  }

  function commitArguments(
    at: LanePosition,
    { readAt, appended, replaced, trial }: WriteBatch<RedisTable>,
    { args }: EncodedBatch,
  ): readonly Argument[] {
    const offset = readAt === undefined ? "" : String(readAt.offset);
    const read = [readAt?.replid ?? "", offset, appended ?? ""];
    const flag = trial === true ? "1" : "";
    return [
      String(at.epoch),
      String(at.seq),
      identity.route,
      flag,
      ...read,
      options.documents,
      replaced ?? "",
      ...args,
    ];
  }

  async function look(): Promise<void> {
    const { epoch, seq } = claimedPosition();
    const found = await redis.hmget(checkpoint, "epoch", "seq");
    if (found[0] !== String(epoch) || found[1] !== String(seq))
      throw new SinkError("fenced", "", "another worker has claimed this lane, or its checkpoint is gone");
  }

  function collisionsOf(reply: readonly string[], places: readonly Place[]): readonly Collision<RedisTable>[] {
    const collisions: Collision<RedisTable>[] = [];
    for (let at = 0; at < reply.length; at += 2) {
      const place = places[Number(reply[at]) - 1];
      const owner = reply[at + 1] ?? "";
      const ofRoute = `${latin1(identity.route)}\n`;
      const ownerKey = owner.startsWith(ofRoute) ? owner.slice(ofRoute.length) : undefined;
      if (place !== undefined) collisions.push({ table: place.table, index: place.index, ownerKey });
    }
    return collisions;
  }

  function keysOfRoute(): readonly string[] {
    const { route } = identity;
    return [checkpoint, keys.units, keys.owned(route), keys.owners(route)];
  }

  function claimedPosition(): LanePosition {
    if (position === undefined)
      throw new SinkError("fenced", "", `lane ${identity.lane} of ${identity.route} is not claimed`);
    return position;
  }

  function moveTo(next: LanePosition): void {
    position = next;
    seen.set(name, next);
  }

  return {
    claim: () => guarded("claim", claim),
    commit: (batch) => guarded("commit", () => commit(batch)),
    probe: async () => void (await guarded("commit", () => commit({ tables: [], mode: "upsert", readAt: undefined }))),
    look: () => guarded("look", look),
    close: async () => redis.disconnect(),
  };
}

function wrongTypeOf([position, type = ""]: readonly string[], places: readonly Place[]): SinkError {
  const place = places[Number(position) - 1];
  return place === undefined ? new SinkError("halt", "", UNKNOWN) : wrongType(place, type);
}

const UNKNOWN = "a script of ours got an unknown answer";

/** Bytes as latin1 strings. */
function textsOf(reply: unknown): readonly string[] {
  if (!Array.isArray(reply)) throw new SinkError("halt", "", UNKNOWN);
  return reply.map((part: unknown) => (Buffer.isBuffer(part) ? part.toString("latin1") : String(part)));
}

function presentOf(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}
