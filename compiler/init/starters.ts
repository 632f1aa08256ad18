import { starter as postgres } from "../sql/postgres/starter.ts";
import type { System } from "../sql/systems.ts";
import { starter as redis } from "./redis-starter.ts";
import type { Starter } from "./starter.ts";

/** Every kind of target has one. */
export const STARTERS: Readonly<Record<System | "redis", Starter>> = { postgres, redis };

export type StarterName = keyof typeof STARTERS;
