import type { Topic } from "./behaviour.ts";
import { rows } from "./behaviours/rows.ts";

/** The one list that is run against every kind of target with tables. */
export const TOPICS: readonly Topic[] = [rows];
