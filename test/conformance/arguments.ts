import { parseArgs } from "node:util";
import { UsageError } from "../chaos/usage-error.ts";

export interface ConformanceArguments {
  readonly target: string;
  /** Of a server whose user may make databases; without it a private server is started. */
  readonly url: string | undefined;
  /** Words of names of behaviours and topics; all for none. */
  readonly only: readonly string[];
  /** Whether the results are kept for docs/targets.md. */
  readonly record: boolean;
}

const USAGE = "Write: npm run conformance -- --target postgres [--url URL] [--only WORDS | --record]";

const OPTIONS = {
  target: { type: "string" },
  url: { type: "string" },
  only: { type: "string", multiple: true },
  record: { type: "boolean", default: false },
} as const;

/** Throws {@link UsageError}. */
export function conformanceArguments(argv: readonly string[]): ConformanceArguments {
  const { target, url, only = [], record } = parsed(argv);
  if (target === undefined || (record && only.length > 0)) throw new UsageError(USAGE);
  return { target, url, only, record };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
