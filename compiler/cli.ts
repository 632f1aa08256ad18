import { Command, CommanderError, Option } from "commander";
import { addOperatingCommands } from "./commands/operating-commands.ts";
import type { Output } from "./commands/output.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { InternalError } from "./internal-error.ts";
import { UsageError } from "./usage-error.ts";

/** Runs one command line, without the program's name. Commands load what they need themselves, so that help appears at once. */
export async function main(args: readonly string[], output: Output): Promise<ExitCode> {
  let exit: ExitCode = EXIT.ok;
  const program = commandLine(output, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exit;
  } catch (error) {
    return explainFailure(error, output);
  }
}

function commandLine(output: Output, end: (code: ExitCode) => void): Command {
  const program = new Command("rdi")
    .description("Compiles .rdi files into workers that keep database tables equal to Redis keys.")
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err, outputError: () => undefined })
    .configureHelp({ showGlobalOptions: false })
    .showSuggestionAfterError(true)
    .addHelpText("after", "\nExample:\n  rdi build samples/shop -o out && node out/shop/worker.mjs");

  command(program, "check", "Reads .rdi files and says what is wrong with them.", "rdi check samples/shop")
    .argument("[paths...]", "projects: .rdi files, or folders that hold some", ["."])
    .option("--json", "print diagnostics as JSON")
    .action(async (paths: readonly string[], options: { readonly json?: boolean }) => {
      const { checkCommand } = await import("./commands/check.ts");
      end(checkCommand(paths, { json: options.json === true }, output));
    });

  command(
    program,
    "build",
    "Compiles projects: out/NAME/ holds the modules and worker.mjs.",
    "rdi build samples/shop -o out",
  )
    .argument("[paths...]", "projects: .rdi files, or folders that hold some", ["."])
    .requiredOption("-o, --out <folder>", "the folder to write into", "out")
    .option("--no-bundle", "write the modules only, no worker.mjs")
    .option("--json", "print diagnostics and files as JSON")
    .option("--plan", "print what would be built as JSON, and build nothing")
    .action(async (paths: readonly string[], options: BuildFlags) => {
      if (options.plan === true) {
        const { planCommand } = await import("./commands/plan.ts");
        return end(planCommand(paths, output));
      }
      const { buildCommand } = await import("./commands/build.ts");
      end(await buildCommand(paths, { out: options.out, bundle: options.bundle, json: options.json === true }, output));
    });

  command(program, "run", "Compiles a project and runs its worker until Ctrl-C.", "rdi run samples/shop --port 9464")
    .argument("<path>", "a project: a .rdi file, or a folder that holds some")
    .addOption(new Option("--role <role>", "one half of the work; both by default").choices(["capture", "apply"]))
    .option("--port <number>", "where /metrics, /healthz and /readyz are served")
    .action(async (path: string, options: { readonly role?: string; readonly port?: string }) => {
      const { runCommand } = await import("./commands/run.ts");
      end(await runCommand(path, options, output));
    });

  command(program, "fmt", "Lays .rdi files out, and prints the names of those that changed.", "rdi fmt --check samples")
    .argument("[paths...]", "files, or folders to look for .rdi files in (default: the current one)")
    .option("--check", "change nothing; end with 1 when a file would change")
    .option("--stdin", "format what comes on standard input to standard output")
    .action(async (paths: readonly string[], options: { readonly check?: boolean; readonly stdin?: boolean }) => {
      const { fmtCommand } = await import("./commands/fmt.ts");
      end(await fmtCommand(paths, { check: options.check === true, stdin: options.stdin === true }, output));
    });

  command(program, "explain", "Says what a code means, and shows it in an example.", "rdi explain RDI2010")
    .argument("<code>", "a code such as RDI2010")
    .action(async (code: string) => {
      const { explainCommand } = await import("./commands/explain.ts");
      end(explainCommand(code, output));
    });

  command(
    program,
    "resume",
    "Lets a sweep that waits remove rows, however many.",
    "rdi resume samples/shop customers --accept-deletes",
  )
    .argument("<path>", "a project: a .rdi file, or a folder that holds some")
    .argument("<job>", "a job, or JOB.TARGET")
    .option("--accept-deletes", "yes, remove the rows whose keys are gone")
    .option("--json", "print the routes as JSON")
    .action(
      async (path: string, job: string, options: { readonly acceptDeletes?: boolean; readonly json?: boolean }) => {
        const { resumeCommand } = await import("./commands/resume.ts");
        const flags = { acceptDeletes: options.acceptDeletes === true, json: options.json === true };
        end(await resumeCommand(path, job, flags, output));
      },
    );

  addOperatingCommands({ program, output, end });

  addSchemaCommands(program, output, end);
  return program;
}

function addSchemaCommands(program: Command, output: Output, end: (code: ExitCode) => void): void {
  const target = ["--target <name>", "one of the targets; all by default"] as const;
  command(
    program,
    "introspect",
    "Reads the tables that jobs write from the targets into rdi.lock.json, against which check and build then compare.",
    "rdi introspect samples/shop",
  )
    .argument("[paths...]", "projects: .rdi files, or folders that hold some", ["."])
    .option(...target)
    .option("--url <url>", "where to read, in place of the target's own url")
    .action(async (paths: readonly string[], options: { readonly target?: string; readonly url?: string }) => {
      const { introspectCommand } = await import("./commands/introspect.ts");
      end(await introspectCommand(paths, { target: options.target, url: options.url }, output));
    });

  command(
    program,
    "ddl",
    "Prints the SQL that makes the tables of the jobs, or that closes the differences to rdi.lock.json.",
    "rdi ddl samples/shop | psql $WAREHOUSE_URL",
  )
    .argument("[paths...]", "projects: .rdi files, or folders that hold some", ["."])
    .option(...target)
    .option("--create", "print all of it, whatever rdi.lock.json says")
    .action(async (paths: readonly string[], options: { readonly target?: string; readonly create?: boolean }) => {
      const { ddlCommand } = await import("./commands/ddl.ts");
      end(await ddlCommand(paths, { target: options.target, create: options.create === true }, output));
    });
}

interface BuildFlags {
  readonly out: string;
  readonly bundle: boolean;
  readonly json?: boolean;
  readonly plan?: boolean;
}

function command(program: Command, name: string, description: string, example: string): Command {
  return program.command(name).description(description).addHelpText("after", `\nExample:\n  ${example}`);
}

function explainFailure(error: unknown, output: Output): ExitCode {
  if (error instanceof CommanderError) return explainUsage(error, output);
  if (error instanceof UsageError) {
    output.err(`${error.message}\n  ${error.hint}\n`);
    return EXIT.usage;
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
