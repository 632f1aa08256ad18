import type { Topic } from "./behaviour.ts";
import { families } from "./behaviours/families.ts";
import { fences } from "./behaviours/fences.ts";
import { moves } from "./behaviours/moves.ts";
import { owners } from "./behaviours/owners.ts";
import { rows } from "./behaviours/rows.ts";
import { uniqueValues } from "./behaviours/unique-values.ts";

/** The one list that is run against every kind of target with tables. */
export const TOPICS: readonly Topic[] = [rows, moves, owners, families, uniqueValues, fences];
