import type { Command } from "commander";
import type { ExitCode } from "../exit.ts";
import type { LetterFlags } from "./dlq.ts";
import type { Output } from "./output.ts";

/** Where the commands are added, and who hears of their end. */
export interface CommandPlace {
  readonly program: Command;
  readonly output: Output;
  readonly end: (code: ExitCode) => void;
}

const PROJECT = "a project: a .rdi file, or a folder that holds some";
const JOB = "a job, or JOB.TARGET";

/** The commands for who is on call. Each loads what it needs by itself. */
export function addOperatingCommands({ program, output, end }: CommandPlace): void {
  example(program.command("status"), "rdi status samples/shop --watch")
    .description("Shows on one screen how a project fares: lag, rate, backlog, dead letters, lanes, targets.")
    .argument("<path>", PROJECT)
    .option("--watch", "look again every two seconds until Ctrl-C")
    .option("--json", "print it as JSON")
    .action(async (path: string, options: { readonly watch?: boolean; readonly json?: boolean }) => {
      const { statusCommand } = await import("./status.ts");
      end(await statusCommand(path, { watch: options.watch === true, json: options.json === true }, output));
    });

  addDeadLetters({ program, output, end });

  example(program.command("backfill"), "rdi backfill samples/shop customers --wait")
    .description("Asks for a sweep: every key is read and every row compared once more.")
    .argument("<path>", PROJECT)
    .argument("<job>", JOB)
    .option("--wait", "follow it until it is done")
    .option("--json", "print it as JSON")
    .action(async (path: string, job: string, options: { readonly wait?: boolean; readonly json?: boolean }) => {
      const { backfillCommand } = await import("./backfill.ts");
      end(await backfillCommand(path, job, { wait: options.wait === true, json: options.json === true }, output));
    });

  example(program.command("verify"), "rdi verify samples/shop customers --repair")
    .description("Compares the rows that the keys stand for with those of the targets.")
    .argument("<path>", PROJECT)
    .argument("[job]", `${JOB}; all by default`)
    .option("--repair", "let the worker write the keys that differ once more, and compare them again")
    .option("--limit <number>", "differences that are shown a route; 20 by default")
    .option("--json", "print the result as JSON")
    .action(async (path: string, job: string | undefined, options: VerifyFlags) => {
      const { verifyCommand } = await import("./verify.ts");
      const flags = { ...options, repair: options.repair === true, json: options.json === true };
      end(await verifyCommand(path, job, flags, output));
    });
}

interface VerifyFlags {
  readonly repair?: boolean;
  readonly limit?: string;
  readonly json?: boolean;
}

function addDeadLetters({ program, output, end }: CommandPlace): void {
  const dlq = example(program.command("dlq"), "rdi dlq list samples/shop --code RDI5010").description(
    "Lists, shows, replays and purges dead letters.",
  );
  filtered(example(dlq.command("list"), "rdi dlq list samples/shop --older-than 1h"))
    .description("Lists dead letters.")
    .action(async (path: string, flags: LetterFlags) => {
      const { dlqListCommand } = await import("./dlq.ts");
      end(await dlqListCommand(path, flags, output));
    });
  example(dlq.command("show"), "rdi dlq show samples/shop customer:7")
    .description("Shows all of a key's dead letter; sensitive values are masked as they are stored.")
    .argument("<path>", PROJECT)
    .argument("<key>", "the key")
    .option("--job <job>", JOB)
    .option("--json", "print it as JSON")
    .action(async (path: string, key: string, flags: LetterFlags) => {
      const { dlqShowCommand } = await import("./dlq.ts");
      end(await dlqShowCommand(path, key, flags, output));
    });
  filtered(example(dlq.command("replay"), "rdi dlq replay samples/shop --job customers"))
    .description("Puts the keys back as changes: the worker reads their present values.")
    .action(async (path: string, flags: LetterFlags) => {
      const { dlqReplayCommand } = await import("./dlq.ts");
      end(await dlqReplayCommand(path, flags, output));
    });
  filtered(example(dlq.command("purge"), "rdi dlq purge samples/shop --older-than 7d --yes"))
    .description("Removes dead letters; the keys' rows stay as they are.")
    .option("--yes", "yes, remove them")
    .action(async (path: string, flags: LetterFlags) => {
      const { dlqPurgeCommand } = await import("./dlq.ts");
      end(await dlqPurgeCommand(path, flags, output));
    });
}

function filtered(command: Command): Command {
  return command
    .argument("<path>", PROJECT)
    .option("--job <job>", JOB)
    .option("--code <code>", "a code such as RDI5010")
    .option("--key <glob>", "keys that match a pattern such as customer:1*")
    .option("--older-than <duration>", "last tried longer ago than 90s, 15m, 2h or 7d")
    .option("--newer-than <duration>", "last tried since then")
    .option("--limit <number>", "at most so many")
    .option("--json", "print it as JSON");
}

function example(command: Command, text: string): Command {
  return command.addHelpText("after", `\nExample:\n  ${text}`);
}
