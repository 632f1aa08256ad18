/** A real Sentinel, which watches one primary under the name `main`. */
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { startRedis, temporaryFolder, type RedisServer } from "../setup/servers.mjs";

export interface Sentinel {
  readonly server: RedisServer;
  readonly redis: Redis;
  /** What it calls the replicas that it knows, as `host:port`. */
  replicas(): Promise<readonly string[]>;
  /** The port of the primary, as it has it. */
  primary(): Promise<number>;
  close(): Promise<void>;
}

/** It takes a primary for dead after a second, and decides alone. */
export async function startSentinel(primaryPort: number): Promise<Sentinel> {
  const folder = temporaryFolder("sentinel");
  const settings = join(folder, "sentinel.conf");
  writeFileSync(
    settings,
    [
      `sentinel monitor main 127.0.0.1 ${primaryPort} 1`,
      "sentinel down-after-milliseconds main 1000",
      "sentinel failover-timeout main 5000",
      "",
    ].join("\n"),
  );
  // The file that a Sentinel keeps its state in comes before all other arguments.
  const program = join(folder, "sentinel.sh");
  writeFileSync(program, `#!/bin/sh\nexec "$RDI_TEST_REDIS_SERVER" "${settings}" --sentinel "$@"\n`);
  chmodSync(program, 0o755);
  const libraries = process.env["RDI_TEST_REDIS_LIBRARIES"] ?? "";
  const server = await startRedis({
    binary: program,
    env: libraries === "" ? {} : { LD_LIBRARY_PATH: libraries },
  });
  const redis = new Redis(server.url, { protocol: 2, enableReadyCheck: false });
  redis.on("error", () => undefined);
  return {
    server,
    redis,
    replicas: async () => {
      const found = (await redis.call("SENTINEL", "replicas", "main")) as readonly (readonly string[])[];
      return found.map((fields) => fields[1] ?? "");
    },
    primary: async () => {
      const [, port] = (await redis.call("SENTINEL", "get-master-addr-by-name", "main")) as readonly string[];
      return Number(port);
    },
    close: async () => {
      redis.disconnect();
      await server.remove();
    },
  };
}
