import type { Bench } from "./bench.ts";
import type { ProbeName } from "./probes.ts";
import type { ConformanceDatabase } from "./target.ts";

/** What every sink for tables has to do. It throws where the sink does not. */
export interface Behaviour {
  /** A sentence. */
  readonly name: string;
  /** The jobs of its project, which write to `db`. Its tables are there, as `rdi ddl` makes them. */
  readonly jobs: string;
  /** Jobs by which the tables are made instead, so that they are not as the worker wants them. */
  readonly tablesOf?: string;
  readonly needs?: readonly ProbeName[];
  /** More settings of the target. */
  readonly settings?: string;
  /** Changes the tables before the worker looks at them. */
  readonly before?: (database: ConformanceDatabase) => Promise<void>;
  run(bench: Bench): Promise<void>;
}

/** Behaviours of one kind, as the report groups them. */
export interface Topic {
  readonly topic: string;
  readonly behaviours: readonly Behaviour[];
}
