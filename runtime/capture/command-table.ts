import type { CommandPlan, CommandTable } from "./command-plan.ts";
import { planOfSpecs, readSpecs, type KeySpec } from "./key-specs.ts";
import { SPECIAL_COMMANDS } from "./special-commands.ts";

/** What capture needs of one command of the reply to COMMAND. */
interface CommandInfo {
  readonly name: string;
  readonly flags: readonly string[];
  /** The positions that every version tells. */
  readonly first: number;
  readonly last: number;
  readonly step: number;
  /** Undefined below Redis 7.0. */
  readonly specs: readonly KeySpec[] | undefined;
}

/** Reads the reply to COMMAND (in RESP2 form), modules' commands included. */
export function buildCommandTable(reply: unknown): CommandTable {
  const table = new Map<string, CommandPlan>();
  for (const entry of asList(reply)) {
    const info = readInfo(entry);
    if (info !== undefined) table.set(info.name, planOf(info));
  }
  for (const plan of SPECIAL_COMMANDS) table.set(plan.name, plan);
  return table;
}

function readInfo(entry: unknown): CommandInfo | undefined {
  const [name, , flags, first, last, step, , , specs, subcommands] = asList(entry);
  if (typeof name !== "string") return undefined;
  return {
    name: name.toLowerCase(),
    flags: asList(flags).map(String),
    first: Number(first),
    last: Number(last),
    step: Number(step),
    specs: Array.isArray(specs) ? [...readSpecs(specs), ...specsOfSubcommands(subcommands)] : undefined,
  };
}

/** A container such as XGROUP has the key positions of all its subcommands: one key too many is only read in vain. */
function specsOfSubcommands(subcommands: unknown): readonly KeySpec[] {
  return asList(subcommands).flatMap((entry) => readInfo(entry)?.specs ?? []);
}

function planOf(info: CommandInfo): CommandPlan {
  if (info.specs !== undefined) return planOfSpecs(info.name, info.specs);
  const { name, flags, first, last, step } = info;
  if (flags.includes("readonly")) return { kind: "none", name };
  if (flags.includes("movablekeys")) return { kind: "whole", name, keys: everyWord };
  return first > 0 ? { kind: "range", name, first, last, step: Math.max(1, step) } : { kind: "none", name };
}

/** For a command of which too little is known: any of its words may be a key. */
export function everyWord(words: readonly string[]) {
  return words.slice(1).map((key) => ({ key }));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
