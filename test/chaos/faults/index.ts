import type { Fault } from "../place.ts";
import { BACKLOG_OVERRUN } from "./backlog-overrun.ts";
import { CAPTURE_SUPERSEDED } from "./capture-superseded.ts";
import { CONTROL_KEYS } from "./control-keys.ts";
import { FAILOVERS } from "./failover.ts";
import { LINKS } from "./links.ts";
import { REDIS_EMPTIED } from "./redis-emptied.ts";
import { REDIS_RESTARTS } from "./redis-restarts.ts";
import { TARGET_FLOODED } from "./target-flooded.ts";
import { TARGET_RESTORED, TARGET_RESTORED_UNTOLD } from "./target-restored.ts";
import { TARGET } from "./target.ts";
import { WORKERS } from "./workers.ts";

/** Short ones, one after another all the time. */
export const QUICK_FAULTS: readonly Fault[] = [...LINKS, ...WORKERS];

const EVERYWHERE: readonly Fault[] = [
  ...CONTROL_KEYS,
  CAPTURE_SUPERSEDED,
  BACKLOG_OVERRUN,
  ...TARGET,
  TARGET_FLOODED,
  TARGET_RESTORED,
  TARGET_RESTORED_UNTOLD,
];

/** One at a time, beside the short ones: where there is one Redis … */
export const SINGLE_FAULTS: readonly Fault[] = [...EVERYWHERE, ...REDIS_RESTARTS, REDIS_EMPTIED];

/** … and where Sentinel promotes another one. */
export const SENTINEL_FAULTS: readonly Fault[] = [...EVERYWHERE, ...FAILOVERS, ...FAILOVERS];
