import { EXIT, type ExitCode } from "../exit.ts";
import { explain, explainJson, nearestCodes } from "../report/explain.ts";
import { UsageError } from "../usage-error.ts";
import type { Output } from "./output.ts";

/** What a code means. Those of the compiler come with an example, those of a running worker with what to do. */
export function explainCommand(code: string, json: boolean, output: Output): ExitCode {
  const page = json ? explainJson(code) : explain(code);
  if (page === undefined) throw unknownCode(code);
  output.out(page);
  return EXIT.ok;
}

function unknownCode(code: string): UsageError {
  const near = nearestCodes(code);
  const hint =
    near.length > 0 ? `Did you mean ${near.join(", ")}?` : "Codes look like RDI2010: they stand in every message.";
  return new UsageError(`There is no code ${code}.`, hint);
}
