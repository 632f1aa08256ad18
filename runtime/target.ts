import type { Destination } from "./destination.ts";
import type { Setting } from "./job.ts";
import type { Log } from "./observe/log.ts";
import type { Sink } from "./sinks/sink.ts";

/** A named place to write, as a `.rdi` file describes it. */
export interface TargetSettings {
  readonly name: string;
  /** The word after its colon. */
  readonly system: string;
  readonly url: Setting;
  /** Of a database with tables: the default for tables that name none. */
  readonly schema?: string | undefined;
  /** What else its kind of database takes, for those who operate it. */
  readonly options?: TargetOptions | undefined;
}

export type TargetOptions = Readonly<Record<string, Setting | string | number | boolean>>;

/** As `worker.ts` hands it over. What a kind of target needs is loaded when it is opened, and is in no bundle that has none of its kind. */
export interface Target extends TargetSettings {
  /** Not prepared yet. */
  open(surroundings: Surroundings): Promise<Sink<Destination>>;
}

export interface Surroundings {
  readonly project: string;
  /** The resolved one. */
  readonly url: string;
  readonly log: Log;
}
