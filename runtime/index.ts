/** The one entry that generated code imports. What stands here is the contract between the compiler and the runtime. */
export { runWorker } from "./worker.ts";
export { keyState, on } from "./key-states.ts";
export type {
  CollisionStatement,
  Delivery,
  Job,
  KeyPattern,
  Lookup,
  LookupReader,
  LookupScript,
  MovedStatement,
  OwnersPage,
  Probe,
  Project,
  ReadScript,
  Setting,
  Statement,
  Table,
  TableColumn,
  TargetSettings,
} from "./job.ts";
export * as postgres from "./sinks/postgres/arrays.ts";
export * from "./values/index.ts";
