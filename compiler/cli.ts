import { CommanderError } from "commander";
import { commandLine } from "./commands/command-line.ts";
import { COMMANDS } from "./commands/definitions.ts";
import type { Output } from "./commands/output.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { InternalError } from "./internal-error.ts";
import { isStartupFailure } from "./startup-failure.ts";
import { UsageError } from "./usage-error.ts";

export { terminalOutput } from "./terminal.ts";

/** Runs one command line, without the program's name. A command is added in commands/definitions.ts. */
export async function main(args: readonly string[], output: Output): Promise<ExitCode> {
  let exit: ExitCode = EXIT.ok;
  const program = commandLine(COMMANDS, output, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    return explainFailure(error, output);
  }
}

function explainFailure(error: unknown, output: Output): ExitCode {
  if (error instanceof CommanderError) return explainUsage(error, output);
  if (error instanceof UsageError) {
    output.err(`${error.message}\n  ${error.hint}\n`);
    return EXIT.usage;
  }
  if (isStartupFailure(error)) {
    output.err(`${error.code}: ${error.message}\n  ${error.hint}\n`);
    return error.exitCode;
  }
  output.err(
    "This is a bug in rdi, not a mistake of yours. Please report it with the text below and your .rdi file.\n",
  );
  if (error instanceof InternalError) output.err(`${error.message}\n${error.details.join("\n")}\n`);
  output.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.internal;
}

/** Help ends a command line as well, with nothing wrong. */
function explainUsage(error: CommanderError, output: Output): ExitCode {
  if (error.exitCode === 0) return EXIT.ok;
  // Without any command the help has been printed.
  if (error.code !== "commander.help") {
    const message = error.message.replace(/^error: /, "");
    output.err(
      `${message.charAt(0).toUpperCase()}${message.slice(1)}\n  Type rdi --help for the commands, or rdi COMMAND --help.\n`,
    );
  }
  return EXIT.usage;
}
