import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

export interface ChaosArguments {
  /** Of trouble; what starts, settles and ends comes on top. */
  readonly seconds: number;
  readonly seed: number;
  readonly sentinel: boolean;
  readonly redisServer: string | undefined;
  /** Kinds of fault to use alone, by words of their names. */
  readonly only: readonly string[];
  /** Every seed that ever failed, for so many seconds each. */
  readonly regression: boolean;
  /** The mutants to hunt, all for an empty list; undefined for an ordinary run. */
  readonly mutants: readonly string[] | undefined;
}

const OPTIONS = {
  seconds: { type: "string", default: "120" },
  seed: { type: "string" },
  sentinel: { type: "boolean", default: false },
  "redis-server": { type: "string" },
  only: { type: "string", multiple: true },
  regression: { type: "boolean", default: false },
  mutants: { type: "boolean", default: false },
} as const;

/** Throws {@link UsageError}. */
export function chaosArguments(argv: readonly string[]): ChaosArguments {
  const { values, positionals } = parsed(argv);
  if (positionals.length > 0 && !values.mutants) throw new UsageError(`What is ${positionals[0]}? ${USAGE}`);
  return {
    seconds: wholeNumber("--seconds", values.seconds),
    seed: values.seed === undefined ? randomInt(2 ** 32) : wholeNumber("--seed", values.seed),
    sentinel: values.sentinel,
    redisServer: values["redis-server"],
    only: values.only ?? [],
    regression: values.regression,
    mutants: values.mutants ? positionals : undefined,
  };
}

const USAGE =
  "Usage: npm run chaos -- [--seconds N] [--seed S] [--sentinel] [--redis-server PATH] [--only FAULT …] [--regression] [--mutants [NAME …]]";

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new UsageError(`${name} takes a whole number, not ${text}.\n${USAGE}`);
  return Number(text);
}
