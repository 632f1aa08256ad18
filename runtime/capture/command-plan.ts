/**
 * What capture has to know about a command of the stream: which of its arguments are keys that it may have written.
 * Arguments are counted from 0, the command's name.
 */
export type CommandPlan =
  /** Writes no key: PUBLISH, SCRIPT LOAD … */
  | { readonly kind: "none"; readonly name: string }
  /** Part of the protocol, not of anybody's work: PING, SELECT, MULTI, EXEC, REPLCONF. */
  | { readonly kind: "protocol"; readonly name: string }
  /** Keys are the arguments first, first + step … last; a negative last counts from the end. */
  | {
      readonly kind: "range";
      readonly name: string;
      readonly first: number;
      readonly last: number;
      readonly step: number;
    }
  /** Argument 1 is the only key; of its value it changes the members first, first + step … last, where argument `numberAt` is a number. */
  | {
      readonly kind: "members";
      readonly name: string;
      readonly first: number;
      readonly last: number;
      readonly step: number;
      readonly numberAt?: number;
    }
  /** Which arguments are keys can only be told from all of them. */
  | { readonly kind: "whole"; readonly name: string; readonly keys: KeyFinder }
  /** Replaces the content of databases without naming keys. */
  | { readonly kind: "keyspace"; readonly name: string; readonly databases: DatabaseFinder };

export interface FoundKey {
  readonly key: string;
  /** When it is not the selected one. */
  readonly database?: number | undefined;
}

export type KeyFinder = (words: readonly string[]) => readonly FoundKey[];

/** "selected" and "all" stand for the selected database and for all. */
export type DatabaseFinder = (words: readonly string[]) => "selected" | "all" | readonly number[];

/** The plans of one server's commands, by lower-case name. */
export type CommandTable = ReadonlyMap<string, CommandPlan>;
