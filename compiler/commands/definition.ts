import type { EXIT, ExitCode } from "../exit.ts";
import type { Output } from "./output.ts";

/** What a word of the command line stands for; completion offers it. */
export type Takes = "project" | "folder" | "file" | "code" | "text";

export interface ArgumentDefinition {
  readonly text: string;
  readonly takes?: Takes;
  /** Any number of them, or none: then these. */
  readonly several?: readonly string[];
  /** May be left out. */
  readonly optional?: true;
  readonly choices?: readonly string[];
}

/** By its name, `out` is typed `--out`, `acceptDeletes` `--accept-deletes`. */
export type OptionDefinition = FlagDefinition | OffDefinition | ValueDefinition | ListDefinition;

interface FlagDefinition {
  readonly kind: "flag";
  readonly text: string;
  readonly short?: string;
}

/** Typed `--no-NAME`, and true unless it is. */
interface OffDefinition extends Omit<FlagDefinition, "kind"> {
  readonly kind: "off";
}

interface ValueDefinition extends Omit<FlagDefinition, "kind"> {
  readonly kind: "value";
  readonly placeholder: string;
  readonly takes?: Takes;
  readonly choices?: readonly string[];
  readonly default?: string;
}

/** May be given several times. */
interface ListDefinition extends Omit<ValueDefinition, "kind" | "default" | "choices"> {
  readonly kind: "list";
}

export type ExitName = keyof typeof EXIT;

/** Plain JSON Schema, 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A command as help, docs/cli.md, completion and the parser of command lines know it. */
export interface CommandDefinition {
  /** `check`; `dlq list` is the command `list` of the group `dlq`. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly arguments: Readonly<Record<string, ArgumentDefinition>>;
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** Complete command lines. */
  readonly examples: readonly string[];
  /** With which codes it ends beside 0, 2 and 70, and what they mean here. */
  readonly exits: Readonly<Partial<Record<ExitName, string>>>;
  /** What `--json` prints. */
  readonly json?: JsonSchema;
  /** Markdown for docs/cli.md: what help has no room for. */
  readonly details?: string;
  readonly run: (given: Readonly<Record<string, unknown>>, output: Output) => Promise<ExitCode>;
}

type ArgumentValue<Definition> = Definition extends { readonly several: readonly string[] }
  ? readonly string[]
  : TextValue<Definition> | (Definition extends { readonly optional: true } ? undefined : never);

type OptionValue<Definition> = Definition extends { readonly kind: "flag" | "off" }
  ? boolean
  : Definition extends { readonly kind: "list" }
    ? readonly TextValue<Definition>[]
    : TextValue<Definition> | (Definition extends { readonly default: string } ? never : undefined);

type TextValue<Definition> = Definition extends { readonly choices: readonly (infer Choice)[] } ? Choice : string;

type Given<Arguments, Options> = { readonly [Name in keyof Arguments]: ArgumentValue<Arguments[Name]> } & {
  readonly [Name in keyof Options]: OptionValue<Options[Name]>;
};

interface TypedDefinition<Arguments, Options> extends Omit<CommandDefinition, "arguments" | "options" | "run"> {
  readonly arguments: Arguments;
  readonly options: Options;
  /** Imports what it needs itself, so that help appears at once. */
  readonly run: (given: Given<Arguments, Options>, output: Output) => Promise<ExitCode>;
}

/** `run` gets each argument and option under its name, with the type that its definition says. */
export function defineCommand<
  const Arguments extends CommandDefinition["arguments"],
  const Options extends CommandDefinition["options"],
>(definition: TypedDefinition<Arguments, Options>): CommandDefinition {
  const { run } = definition;
  // What commander hands over is as the definition says; command-line.ts sees to that.
  return { ...definition, run: (given, output) => run(given as Given<Arguments, Options>, output) };
}

/** `acceptDeletes` as it is typed: `accept-deletes`. */
export function optionWord(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
