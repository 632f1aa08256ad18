import { starter as postgres } from "../sql/postgres/starter.ts";
import type { System } from "../sql/systems.ts";
import type { Starter } from "./starter.ts";

export const STARTERS: Readonly<Record<System, Starter>> = { postgres };
