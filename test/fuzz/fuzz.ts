/** Feeds the compiler with inputs that nobody would write, and says for which of them something does not hold. */
import { inputOf, type Input } from "./inputs.ts";
import { inspect, type Compiler, type Failure } from "./inspect.ts";
import { minimized } from "./minimize.ts";
import { startWatchdog } from "./watchdog.ts";

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  /** Index of the first input: one input alone is `from` and a count of 1. */
  readonly from?: number;
  /** When to stop, however many are left: a machine may be busy. */
  readonly seconds?: number;
  readonly compiler?: Compiler;
  readonly log: (line: string) => void;
}

export interface FuzzReport {
  /** One of each kind. */
  readonly failures: readonly Found[];
  readonly seconds: number;
  /** How many inputs were looked at. */
  readonly inputs: number;
}

export interface Found extends Failure {
  readonly index: number;
  readonly input: Input;
}

const mostKinds = 20;
/** Far more than any input may take: nothing but an endless loop lasts so long. */
const endless = 240;

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { count, seed, from = 0, seconds = Infinity, compiler, log } = options;
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const watchdog = startWatchdog({ seed, seconds: endless });
  const found = new Map<string, Found>();
  let inputs = 0;
  for (; inputs < count && found.size < mostKinds && elapsed() < seconds; inputs++) {
    const index = from + inputs;
    watchdog.next(index);
    const input = inputOf(seed, index);
    const failure = inspect(input, compiler);
    if (failure === undefined || found.has(failure.kind)) continue;
    const smaller = smallest(input, failure, compiler);
    found.set(failure.kind, { ...failure, index, input: smaller });
    log(described(seed, index, { ...failure, input: smaller }));
  }
  await watchdog.stop();
  return { failures: [...found.values()], seconds: elapsed(), inputs };
}

/** The files one after the other, each as small as it gets while the failure stays of its kind. */
function smallest(input: Input, { kind }: Failure, compiler: Compiler | undefined): Input {
  const attempts = kind === "slow" ? 12 : 1500;
  return input.files.reduce((smaller: Input, file, place) => {
    const replaced = (text: string): Input => ({ ...smaller, files: smaller.files.with(place, restored(text, file)) });
    const fails = (text: string): boolean => inspect(replaced(text), compiler)?.kind === kind;
    return replaced(minimized(textOf(file), fails, { attempts }));
  }, input);
}

/** Bytes are made smaller as text with one character a byte. */
function textOf(file: string | Uint8Array): string {
  return typeof file === "string" ? file : Buffer.from(file).toString("latin1");
}

function restored(text: string, like: string | Uint8Array): string | Uint8Array {
  return typeof like === "string" ? text : Buffer.from(text, "latin1");
}

function described(seed: number, index: number, { message, input }: Failure & { readonly input: Input }): string {
  const files = input.files.map((file) => {
    const text = JSON.stringify(textOf(file));
    return text.length > 2000 ? `${text.slice(0, 2000)}… (${file.length} long)` : text;
  });
  return `seed ${seed}, input ${index} (${input.what}): ${message}\n${files.join("\n")}`;
}
