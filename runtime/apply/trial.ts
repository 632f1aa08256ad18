import { SinkError, type LaneSession } from "../sinks/sink.ts";
import { assemble } from "./assemble.ts";
import type { MappedKey } from "./map-keys.ts";
import type { Route } from "./route.ts";

/** An error of the batch itself. */
export type BatchError = SinkError & { readonly class: "data" | "order" };

/** Throws every other error. */
export function ofBatch(error: unknown): BatchError {
  if (isOfBatch(error)) return error;
  throw error;
}

export interface Trial {
  readonly route: Route;
  readonly session: LaneSession;
}

/** The keys that are not taken even by themselves, found by halves that are rolled back; none where it is their company that is not taken. */
export async function culpritsOf(
  trial: Trial,
  items: readonly MappedKey[],
  error: BatchError,
): Promise<ReadonlyMap<MappedKey, BatchError>> {
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return new Map([[only, error]]);
  const found: (readonly [MappedKey, BatchError])[] = [];
  const middle = items.length >> 1;
  for (const half of [items.slice(0, middle), items.slice(middle)]) {
    const refusal = await refusalOf(trial, half);
    if (refusal !== undefined) found.push(...(await culpritsOf(trial, half, refusal)));
  }
  return new Map(found);
}

/** Writes and rolls back; what the batch itself is refused for is found again when it is written. */
export async function tryOut(trial: Trial, items: readonly MappedKey[]): Promise<void> {
  await refusalOf(trial, items);
}

/** Collisions are found when what is left is written. */
async function refusalOf({ route, session }: Trial, items: readonly MappedKey[]): Promise<BatchError | undefined> {
  const { tables } = assemble(route, items);
  try {
    await session.commit({ tables, mode: "upsert", readAt: undefined, trial: true });
    return undefined;
  } catch (error) {
    return ofBatch(error);
  }
}

function isOfBatch(error: unknown): error is BatchError {
  return error instanceof SinkError && (error.class === "data" || error.class === "order");
}
