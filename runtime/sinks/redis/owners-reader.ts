import type { Redis } from "ioredis";
import { keyArgument } from "../../apply/lua.ts";
import type { TargetKeys } from "../../control/target-keys.ts";
import type { RedisTable } from "../../redis-table.ts";
import { SinkError, type OwnerColumns, type Sink } from "../sink.ts";
import { sinkError } from "./error-classes.ts";

export interface OwnersReader {
  readonly page: Sink<RedisTable>["pageOwners"];
  close(): void;
}

/** Reads pages of source keys, in the order of their bytes, over one connection, which is opened when it is first needed and again after an error. */
export function createOwnersReader(open: () => Promise<Redis>, keys: TargetKeys): OwnersReader {
  let opening: Promise<Redis> | undefined;
  let closed = false;

  /** A page's name is its route. */
  async function page(
    { name: route }: NonNullable<RedisTable["owners"]>,
    after: OwnerColumns | undefined,
    limit: number,
  ): Promise<readonly OwnerColumns[]> {
    if (closed) throw new SinkError("connection", "", "the target was closed");
    opening ??= open();
    const mine = opening;
    try {
      const redis = await mine;
      const from = after === undefined ? "-" : keyArgument(`(${after[0] ?? ""}`);
      const range = [keys.owners(route), from, "+", "LIMIT", 0, limit];
      const found = await redis.callBuffer("ZRANGEBYLEX", range);
      return (found as readonly Buffer[]).map((key) => [key.toString("latin1")]);
    } catch (thrown) {
      if (opening === mine) opening = undefined;
      mine.then((redis) => redis.disconnect()).catch(() => undefined);
      throw sinkError(thrown, "owners");
    }
  }

  function close(): void {
    closed = true;
    opening?.then((redis) => redis.disconnect()).catch(() => undefined);
  }

  return { page, close };
}
