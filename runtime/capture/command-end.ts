import { CONTROL_PREFIX } from "../control/keys.ts";
import type { CommandPlan } from "./command-plan.ts";
import type { CommandState } from "./command-state.ts";

/** Stands for the name of a command that the server does not have in its table. */
export const UNKNOWN_NAME = "";

/** Tells what a command did, once all of it was read. `offset` is where it ends. */
export function endCommand(state: CommandState, offset: number): void {
  const { plan } = state;
  if (plan.kind === "range") tellKeys(state);
  else if (plan.kind === "members") tellKeyOrMembers(state);
  else if (plan.kind !== "none") act(state, plan);
  if (state.foreign) state.foreignOffset = state.start;
  if (state.inTransaction) return;
  state.safeOffset = offset;
  state.safeDatabase = state.database;
}

/** Not before the command's end: what was told may be written at once, with a position that must lie behind the command. */
function tellKeys(state: CommandState): void {
  for (const key of state.keys) {
    const tell = key.startsWith(CONTROL_PREFIX) ? state.sink.controlKey : state.sink.key;
    tell(key, state.start, state.database);
  }
  state.keys.length = 0;
}

function tellKeyOrMembers(state: CommandState): void {
  tellKeys(state);
  const members = state.collected;
  state.collected = [];
  if (members.length > 0) state.sink.members(state.memberKey, members, state.start, state.database);
}

function act(state: CommandState, plan: Exclude<CommandPlan, { kind: "range" | "none" | "members" }>): void {
  const words = state.collected;
  state.collected = [];
  switch (plan.kind) {
    case "protocol":
      return follow(state, plan.name, words);
    case "keyspace": {
      const databases = plan.databases(words);
      state.foreign = true;
      return state.sink.keyspace(databases === "selected" ? [state.database] : databases, state.start);
    }
    case "whole":
      for (const found of plan.keys(words)) {
        const database = plan.name === UNKNOWN_NAME ? undefined : (found.database ?? state.database);
        if (found.key.startsWith(CONTROL_PREFIX)) state.sink.controlKey(found.key, state.start, database);
        else {
          state.foreign = true;
          state.sink.key(found.key, state.start, database);
        }
      }
  }
}

function follow(state: CommandState, name: string, words: readonly string[]): void {
  switch (name) {
    case "select":
      state.database = Number(words[1]);
      return;
    case "multi":
      state.inTransaction = true;
      return;
    case "exec":
      state.inTransaction = false;
      return;
    case "replconf":
      if (words[1]?.toUpperCase() === "GETACK") state.sink.acknowledge();
  }
}
