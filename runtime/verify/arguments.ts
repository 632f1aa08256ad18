import { parseArgs } from "node:util";
import { EXIT, StartupError, coerceError } from "../errors.ts";

export interface VerifyArguments {
  /** A job or `job.target`; all routes when left out. */
  readonly job: string | undefined;
  readonly repair: boolean;
  /** Differences that are shown a route. */
  readonly limit: number;
  readonly json: boolean;
}

export const VERIFY_HELP = "Usage: node worker.mjs verify [JOB[.TARGET]] [--repair] [--limit N] [--json]\n";

const SHOWN = 20;

/** What stands behind `verify`. Throws `StartupError`. */
export function verifyArguments(argv: readonly string[]): VerifyArguments | "help" {
  const options = {
    repair: { type: "boolean" },
    limit: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw usage(coerceError(error).message);
  }
  const { values, positionals } = parsed;
  if (values.help) return "help";
  const [job, ...others] = positionals;
  if (others.length > 0) throw usage(`verify takes one job, not ${positionals.join(" ")}.`);
  const { limit = String(SHOWN) } = values;
  if (!/^\d{1,9}$/.test(limit)) throw usage(`--limit takes a number, not ${limit}.`);
  return { job, repair: values.repair === true, limit: Number(limit), json: values.json === true };
}

function usage(message: string): StartupError {
  return new StartupError("RDI5001", EXIT.usage, message, VERIFY_HELP.trim());
}
