import type { TargetPlan } from "../plan/ir.ts";

/** The kinds of targets whose tables `rdi init` can write. One of them is a folder beside this file. */
export const SYSTEMS = ["postgres"] as const satisfies readonly TargetPlan["system"][];

export type System = (typeof SYSTEMS)[number];
