import type { CommandPlan } from "./command-plan.ts";

export interface CommandSink {
  /** A key that a command may have written. `start` is the offset at which the command begins; `database` undefined when not known. */
  readonly key: (key: string, start: number, database: number | undefined) => void;
  /** Whether somebody cares which members of the key's value change. */
  readonly asksForMembers: (key: string, database: number | undefined) => boolean;
  /** The same as `key`, for a command that is complete and changed nothing but these members of the key's value. */
  readonly members: (key: string, members: readonly string[], start: number, database: number | undefined) => void;
  /** A key of ours that a command named which our own work uses for other keys only, or never. */
  readonly controlKey: (key: string, start: number, database: number | undefined) => void;
  /** Databases were emptied or exchanged. */
  readonly keyspace: (databases: "all" | readonly (number | undefined)[], start: number) => void;
  readonly unknownCommand: (name: string) => void;
  /** The server asks for an acknowledgement. */
  readonly acknowledge: () => void;
}

/** The command that is being read, and what those before it left behind. */
export interface CommandState {
  readonly sink: CommandSink;

  // The present command.
  start: number;
  words: number;
  word: number;
  plan: CommandPlan;
  ownWork: boolean;
  removesFields: boolean;
  /** The next word to look at, and how to go on from there. */
  next: number;
  last: number;
  step: number;
  collected: string[];
  /** The keys of a command whose end may not have come yet. */
  keys: string[];
  /** Of a key of whose value only members are touched. */
  memberKey: string;
  foreign: boolean;

  database: number | undefined;
  inTransaction: boolean;
  safeOffset: number;
  safeDatabase: number | undefined;
  foreignOffset: number;
}
