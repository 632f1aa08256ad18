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
  readonly place: OwnersPlace;
}

/** Behind an owner of one listing. It holds whatever happens to that owner. */
export interface OwnersPlace {
  readonly page: string;
  /** Undefined behind the last one. */
  readonly after: OwnerColumns | undefined;
}

/**
 * Goes through the owners of live rows of every table from which rows are removed, page by page, from that place on. Owners that no key of the job can stand for belong
 * to somebody else and are passed over.
 */
export async function* missingKeys(
  redis: Redis,
  route: Route,
  { signal, from }: { readonly signal: AbortSignal; readonly from?: OwnersPlace | undefined },
): AsyncGenerator<MissingPage> {
  for (const { page, after: start } of pagesFrom(route, from)) {
    let after = start;
    do {
      signal.throwIfAborted();
      const owners = await route.sink.pageOwners(page, after, PAGE);
      after = owners.length < PAGE ? undefined : owners.at(-1);
      const missing = owners.length === 0 ? [] : await absent(redis, keysOf(page, owners));
      if (owners.length > 0) yield { owners: owners.length, missing, place: { page: page.name, after } };
    } while (after !== undefined);
  }
}

interface Start {
  readonly page: OwnersPage;
  readonly after: OwnerColumns | undefined;
}

/** Several destinations may share one listing. */
function pagesFrom({ tables }: Route, from: OwnersPlace | undefined): readonly Start[] {
  const pages = [
    ...new Map(tables.flatMap(({ owners }) => (owners === undefined ? [] : [[owners.name, owners]]))).values(),
  ];
  const at = pages.findIndex(({ name }) => name === from?.page);
  if (from === undefined || at === -1) return pages.map((page) => ({ page, after: undefined }));
  const rest = from.after === undefined ? pages.slice(at + 1) : pages.slice(at);
  return rest.map((page) => ({ page, after: page.name === from.page ? from.after : undefined }));
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
