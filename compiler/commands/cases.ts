import { EXIT, type ExitCode } from "../exit.ts";
import type { Output } from "./output.ts";

export async function casesCommand(_paths: readonly string[], _output: Output): Promise<ExitCode> {
  return EXIT.ok;
}
