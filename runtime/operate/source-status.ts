import { projectKeys } from "../control/keys.ts";
import { nameOfToken } from "../control/owner-token.ts";
import { redactUrl } from "../settings.ts";
import type { OperatedProject } from "./project.ts";
import type { Source } from "./source.ts";

export interface SourceStatus {
  /** Without its password. */
  readonly address: string;
  /** `Redis` or `Valkey`; null where the user may not ask; the same for what follows. */
  readonly software: string | null;
  readonly version: string | null;
  readonly role: string | null;
  readonly evictionPolicy: string | null;
  readonly lanes: number;
  readonly capture: {
    readonly mode: "replication";
    readonly guarantee: string;
    /** `host/process` that captures; null where nobody does. */
    readonly owner: string | null;
  };
  /** The random id that targets record; null before the first start. */
  readonly identity: string | null;
}

const GUARANTEE = "every acknowledged change, or a gap that is seen and swept";

export async function sourceStatus(project: OperatedProject, source: Source): Promise<SourceStatus> {
  const { redis, url, lanes, software } = source;
  const keys = projectKeys(project.name);
  const [replication, memory, identity, holder] = await Promise.all([
    infoOf(source, "replication"),
    infoOf(source, "memory"),
    redis.get(keys.source),
    redis.get(keys.captureLease),
  ]);
  return {
    address: redactUrl(url),
    software: software?.name ?? null,
    version: software?.version ?? null,
    role: replication("role"),
    evictionPolicy: memory("maxmemory_policy"),
    lanes: lanes.length,
    capture: { mode: "replication", guarantee: GUARANTEE, owner: holder === null ? null : nameOfToken(holder) },
    identity,
  };
}

async function infoOf({ redis }: Source, section: string): Promise<(field: string) => string | null> {
  const text = await redis.info(section).catch(() => "");
  return (field) => new RegExp(`^${field}:([^\\r\\n]*)`, "m").exec(text)?.[1] ?? null;
}
