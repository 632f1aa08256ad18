import { targetKeys } from "../../control/target-keys.ts";
import { StartupError } from "../../errors.ts";
import type { RedisTable } from "../../redis-table.ts";
import type { Gap, Sink } from "../sink.ts";
import { createComparer } from "./comparer.ts";
import { connect } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import type { LanePosition } from "../lane-state.ts";
import { createLaneSession } from "./lane-session.ts";
import { createOwnersReader } from "./owners-reader.ts";
import { checkServer, type ServerFacts } from "./server-facts.ts";
import { connectionError } from "./start-up-errors.ts";

export interface RedisSinkOptions {
  /** The target's name in the .rdi file. */
  readonly name: string;
  readonly url: string;
  readonly project: string;
}

/** Gaps that are remembered; older ones are dropped. */
const GAPS = 1000;

/** A single Redis or Valkey server that keys are written to. */
export function createRedisSink({ name, url, project }: RedisSinkOptions): Sink<RedisTable> {
  const keys = targetKeys(project);
  const seen = new Map<string, LanePosition>();
  const owners = createOwnersReader(() => connect(url, `rdi-sweep-${name}`), keys);
  let facts: ServerFacts = { documents: "string" };

  async function prepare(): Promise<void> {
    try {
      const redis = await connect(url, "rdi-start");
      try {
        facts = await checkServer(redis, name);
      } finally {
        redis.disconnect();
      }
    } catch (thrown) {
      throw thrown instanceof StartupError ? thrown : connectionError(name, url, thrown);
    }
  }

  async function recordGap({ route, lane, cause }: Gap): Promise<void> {
    try {
      const redis = await connect(url, `rdi-gap-${route}`);
      const fields = ["route", route, "lane", lane ?? "", "cause", cause];
      await redis.xadd(keys.gaps, "MAXLEN", "~", GAPS, "*", ...fields).finally(() => redis.disconnect());
    } catch (thrown) {
      throw sinkError(thrown, "gap");
    }
  }

  return {
    prepare,
    canReplace: () => false,
    openLane: async (identity) => {
      try {
        const redis = await connect(url, `rdi-${identity.route}-${identity.lane}`);
        return createLaneSession({ redis, keys, identity, documents: facts.documents, seen });
      } catch (thrown) {
        throw sinkError(thrown, "connect");
      }
    },
    recordGap,
    pageOwners: owners.page,
    compareRows: async (tables) => {
      try {
        const redis = await connect(url, `rdi-verify-${name}`);
        const { documents } = await checkServer(redis, name);
        return createComparer({ redis, keys, documents, tables });
      } catch (thrown) {
        throw thrown instanceof StartupError ? thrown : connectionError(name, url, thrown);
      }
    },
    forgetSource: () => `DEL "${keys.sources}"`,
    close: async () => owners.close(),
  };
}
