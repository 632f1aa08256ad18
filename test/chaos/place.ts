import type { Redis } from "ioredis";
import type pg from "pg";
import type { PostgresServer } from "../setup/servers.mjs";
import type { Random } from "../support/random.ts";
import type { History } from "./history.ts";
import type { Topology } from "./topology.ts";
import type { Workers } from "./workers.ts";
import type { Writer } from "./writers/writer.ts";

/** Where faults happen. */
export interface Place {
  readonly topology: Topology;
  readonly workers: Workers;
  readonly postgres: PostgresServer;
  readonly writer: Writer;
  readonly history: History;
  /** Connections past every fault of the links. */
  readonly redis: Redis;
  readonly database: pg.Pool;
  /** The target was set back to an older state at this time (ms). */
  targetSetBack: number;
  /** How many people's keys nothing writes to any more. */
  still: number;
  /** Accepts the deletes of the jobs whose sweeps wait, as an operator does; returns their names. */
  acceptDeletes(): Promise<readonly string[]>;
}

export interface Fault {
  readonly kind: string;
  /** Resolves when it is over, with what it was. A promise of the product that was found broken throws {@link Broken}. */
  readonly run: (place: Place, dice: Random) => Promise<string>;
}

/** The product did what it promises not to do. */
export class Broken extends Error {
  override readonly name = "Broken";
}
