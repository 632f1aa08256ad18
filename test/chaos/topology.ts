import type { Redis } from "ioredis";
import type { RedisServer } from "../setup/servers.mjs";

/** The Redis side: one server, or a primary with replicas that Sentinel watches. */
export interface Topology {
  readonly name: "single" | "sentinel";
  /** The servers that hold data, the present primary first. */
  servers(): readonly RedisServer[];
  primary(): RedisServer;
  /** A client that always finds the present primary and repeats what a lost connection left unanswered. */
  connect(database?: number): Redis;
  /** Tells whenever another server has become the primary. */
  onMoved(listener: (primary: RedisServer) => void): void;
  /** Promotes a replica though the primary is well, where there is one. Rejects while that can't be done. */
  failover(): Promise<void>;
  /** Every server runs, and somebody is the primary. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

export interface TopologyOptions {
  readonly redisServer?: string | undefined;
}
