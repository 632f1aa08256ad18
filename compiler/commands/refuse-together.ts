import { UsageError } from "../usage-error.ts";

/** Two options that contradict one another. */
export function refuseTogether(first: string, second: string): never {
  throw new UsageError(`${first} and ${second} don't go together.`, "Leave one of the two out.");
}
