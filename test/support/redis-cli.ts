/** What redis-cli prints on a terminal, for flat replies. */
import type { Redis } from "ioredis";

/** Runs a line such as `HGETALL card:2`, whose words hold no spaces. */
export async function asRedisCliPrints(redis: Redis, line: string): Promise<string> {
  const [command = "", ...words] = line.split(" ");
  return printed(await redis.call(command, words));
}

function printed(reply: unknown): string {
  if (Array.isArray(reply))
    return reply.length === 0 ? "(empty array)" : reply.map((one, at) => `${at + 1}) ${printed(one)}`).join("\n");
  if (reply === null) return "(nil)";
  return typeof reply === "number" ? `(integer) ${reply}` : JSON.stringify(reply);
}
