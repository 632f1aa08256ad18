import { optionWord, type CommandDefinition, type OptionDefinition, type Takes } from "../commands/definition.ts";
import { GROUPS } from "../commands/definitions.ts";

/** A word of the command line that has commands below it, or is one. */
export interface CommandNode {
  /** `["dlq", "list"]`; empty for `rdi` itself. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly children: readonly CommandNode[];
  readonly words: readonly ArgumentWord[];
  readonly options: readonly OptionWord[];
}

/** What may stand in a place: one of these, or something of this kind. */
interface Expected {
  readonly choices: readonly string[];
  readonly takes: Takes;
}

export interface ArgumentWord extends Expected {
  readonly name: string;
  readonly several: boolean;
}

export interface OptionWord {
  /** `--out` and perhaps `-o`. */
  readonly flags: readonly string[];
  readonly text: string;
  /** Undefined for an option without a value. */
  readonly value: Expected | undefined;
}

const HELP: OptionWord = { flags: ["-h", "--help"], text: "display help for command", value: undefined };
const VERSION: OptionWord = { flags: ["-v", "--version"], text: "print the version", value: undefined };

/** The commands as a tree; completion scripts walk it. */
export function commandTree(commands: readonly CommandDefinition[]): CommandNode {
  const children = childrenOf([], commands);
  return { path: [], summary: "", children, words: [], options: [HELP, VERSION] };
}

function childrenOf(path: readonly string[], commands: readonly CommandDefinition[]): readonly CommandNode[] {
  const below = commands.map((command) => ({ command, words: command.name.split(" ") }));
  const inside = below.filter(({ words }) => path.every((word, index) => words[index] === word));
  const names = [...new Set(inside.flatMap(({ words }) => words.slice(path.length, path.length + 1)))];
  return names.map((name) => node([...path, name], commands));
}

function node(path: readonly string[], commands: readonly CommandDefinition[]): CommandNode {
  const command = commands.find(({ name }) => name === path.join(" "));
  if (command === undefined) {
    const summary = GROUPS[path.join(" ")] ?? "";
    return { path, summary, children: childrenOf(path, commands), words: [], options: [HELP] };
  }
  const words = Object.entries(command.arguments).map(([name, argument]) => {
    const { choices = [], takes = "text", several } = argument;
    return { name: optionWord(name), choices, takes, several: several !== undefined };
  });
  const options = Object.entries(command.options).map(([name, option]) => optionOf(name, option));
  return { path, summary: command.summary, children: [], words, options: [...options, HELP] };
}

function optionOf(name: string, option: OptionDefinition): OptionWord {
  const { short, text, kind } = option;
  const long = `--${kind === "off" ? "no-" : ""}${optionWord(name)}`;
  const flags = short === undefined ? [long] : [`-${short}`, long];
  if (kind === "flag" || kind === "off") return { flags, text, value: undefined };
  const { takes = "text" } = option;
  return { flags, text, value: { choices: kind === "value" ? (option.choices ?? []) : [], takes } };
}

/** The node and all below it. */
export function allNodes(root: CommandNode): readonly CommandNode[] {
  return [root, ...root.children.flatMap(allNodes)];
}

/** The last word of its path. */
export function nameOf({ path }: CommandNode): string {
  return path.at(-1) ?? "rdi";
}

export type Place = Expected;
