import { Argument, Command, Option } from "commander";
import { EXIT, type ExitCode } from "../exit.ts";
import {
  optionWord,
  type ArgumentDefinition,
  type CommandDefinition,
  type ExitName,
  type OptionDefinition,
} from "./definition.ts";
import { packageVersion } from "../package-root.ts";
import { GROUPS } from "./definitions.ts";
import { EXIT_MEANINGS } from "./exit-meanings.ts";
import type { Output } from "./output.ts";

/** The parser of command lines for these commands. `end` is told how the command that was typed ended. */
export function commandLine(
  definitions: readonly CommandDefinition[],
  output: Output,
  end: (code: ExitCode) => void,
): Command {
  const program = new Command("rdi")
    .description("Compiles .rdi files into workers that keep database tables equal to Redis keys.")
    .version(packageVersion(), "-v, --version", "print the version")
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err, outputError: () => undefined })
    .configureHelp({ showGlobalOptions: false })
    .showSuggestionAfterError(true)
    .addHelpText("after", "\nExample:\n  rdi build samples/shop -o out && node out/shop/worker.mjs");
  for (const definition of definitions) addCommand(program, definition, output, end);
  return program;
}

function addCommand(
  program: Command,
  definition: CommandDefinition,
  output: Output,
  end: (code: ExitCode) => void,
): void {
  const words = definition.name.split(" ");
  const parent = words.slice(0, -1).reduce(groupIn, program);
  const command = parent.command(words.at(-1) ?? "").description(definition.summary);
  const names = Object.keys(definition.arguments);
  for (const [name, argument] of Object.entries(definition.arguments)) command.addArgument(argumentOf(name, argument));
  for (const [name, option] of Object.entries(definition.options)) command.addOption(optionOf(name, option));
  command.addHelpText("after", () => helpAfter(definition));
  command.action(async () => {
    const words = Object.fromEntries(names.map((name, index) => [name, command.processedArgs[index]]));
    end(await definition.run({ ...withFlags(definition, command.opts()), ...words }, output));
  });
}

function groupIn(parent: Command, name: string): Command {
  const group = parent.commands.find((command) => command.name() === name);
  return group ?? parent.command(name).description(GROUPS[name] ?? "");
}

function argumentOf(name: string, { text, several, optional, choices }: ArgumentDefinition): Argument {
  const word = optionWord(name);
  const spelled = several !== undefined ? `[${word}...]` : optional === true ? `[${word}]` : `<${word}>`;
  const argument = new Argument(spelled, text);
  if (several !== undefined && several.length > 0) argument.default([...several], several.join(" "));
  return choices === undefined ? argument : argument.choices(choices);
}

function optionOf(name: string, definition: OptionDefinition): Option {
  const option = new Option(optionFlags(name, definition), definition.text);
  if (definition.kind === "flag" || definition.kind === "off") return option;
  if (definition.kind === "list")
    return option.default([], "none").argParser((value: string, before: readonly string[]) => [...before, value]);
  if (definition.default !== undefined) option.default(definition.default);
  return definition.choices === undefined ? option : option.choices(definition.choices);
}

/** `-o, --out <folder>`. */
export function optionFlags(name: string, definition: OptionDefinition): string {
  const { kind, short } = definition;
  const long = `--${kind === "off" ? "no-" : ""}${optionWord(name)}`;
  const value = kind === "value" || kind === "list" ? ` <${definition.placeholder}>` : "";
  return `${short === undefined ? "" : `-${short}, `}${long}${value}`;
}

/** Flags that were not typed are false. */
function withFlags({ options }: CommandDefinition, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const flags = Object.entries(options).flatMap(([name, { kind }]) =>
    kind === "flag" ? [[name, false] as const] : [],
  );
  return { ...Object.fromEntries(flags), ...given };
}

function helpAfter(definition: CommandDefinition): string {
  const { examples } = definition;
  const exits = exitsOf(definition).map(([code, meaning]) => `  ${String(code).padEnd(3)} ${meaning}`);
  const title = examples.length === 1 ? "Example" : "Examples";
  return `\n${title}:\n${examples.map((line) => `  ${line}`).join("\n")}\n\nExit codes:\n${exits.join("\n")}`;
}

/** All codes with which a command ends, and what they mean. */
export function exitsOf({ exits }: CommandDefinition): readonly (readonly [ExitCode, string])[] {
  const all: CommandDefinition["exits"] = {
    ok: EXIT_MEANINGS.ok,
    usage: EXIT_MEANINGS.usage,
    internal: EXIT_MEANINGS.internal,
    ...exits,
  };
  const names = Object.keys(EXIT) as ExitName[];
  return names.flatMap((name) => (all[name] === undefined ? [] : [[EXIT[name], all[name]] as const]));
}
