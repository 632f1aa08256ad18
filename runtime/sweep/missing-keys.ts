import type { Redis } from "ioredis";
import { keyArgument } from "../apply/lua.ts";
import type { Route } from "../apply/route.ts";
import type { OwnersPage } from "../destination.ts";
import type { OwnerColumns } from "../sinks/sink.ts";

const PAGE = 1000;

/** A page of the owners that the target holds. */
export interface MissingPage {
  readonly owners: number;
  /** The keys among them that Redis does not have. */
  readonly missing: readonly string[];
}

/**
 * Goes through the owners of live rows of every table from which rows are removed, page by page. Owners that no key of the job can stand for belong
 * to somebody else and are passed over.
 */
export async function* missingKeys(redis: Redis, route: Route, signal: AbortSignal): AsyncGenerator<MissingPage> {
  for (const page of pagesOf(route)) {
    let after: OwnerColumns | undefined;
    do {
      signal.throwIfAborted();
      const owners = await route.sink.pageOwners(page, after, PAGE);
      after = owners.length < PAGE ? undefined : owners.at(-1);
      if (owners.length > 0) yield { owners: owners.length, missing: await absent(redis, keysOf(page, owners)) };
    } while (after !== undefined);
  }
}

/** Several destinations may share one listing. */
function pagesOf({ tables }: Route): Iterable<OwnersPage> {
  return new Map(tables.flatMap(({ owners }) => (owners === undefined ? [] : [[owners.name, owners]]))).values();
}

function keysOf(page: OwnersPage, owners: readonly OwnerColumns[]): readonly string[] {
  return owners.map((columns) => page.keyOf(columns)).filter((key) => key !== undefined);
}

async function absent(redis: Redis, keys: readonly string[]): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.exists(keyArgument(key));
  const replies = (await pipeline.exec()) ?? [];
  return keys.filter((_, at) => {
    const [error, found] = replies[at] ?? [new Error("Redis did not answer")];
    if (error !== null) throw error;
    return found === 0;
  });
}
