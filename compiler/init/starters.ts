import { dialectOf, isSystem, type System } from "../sql/dialects.ts";
import { starter as redis } from "./redis-starter.ts";
import type { Starter } from "./starter.ts";

export type StarterName = System | "redis";

/** Every kind of target has one. */
export function starterOf(name: StarterName): Starter {
  return isSystem(name) ? dialectOf(name).starter : redis;
}
