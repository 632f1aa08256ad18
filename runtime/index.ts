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
  Probe,
  Project,
  ReadScript,
  Setting,
  Statement,
  Table,
  TableOwnersPage,
} from "./job.ts";
export type { Target, TargetSettings } from "./target.ts";
export type { Destination, OwnersPage, TableColumn } from "./destination.ts";
export type { RedisFields, RedisOwner, RedisTable, RedisWrite } from "./redis-table.ts";
export * from "./sinks/systems.ts";
export * as redis from "./sinks/redis/index.ts";
export * from "./values/index.ts";
