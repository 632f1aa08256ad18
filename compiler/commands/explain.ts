import type { CatalogEntry } from "../../grammar/message.ts";
import { syntaxMessages } from "../../grammar/messages.ts";
import { RUNTIME_CODES } from "../../runtime/codes.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { hostMessages } from "../host-messages.ts";
import { checkMessages } from "../messages.ts";
import { UsageError } from "../usage-error.ts";
import type { Output } from "./output.ts";

/** What a code means. Those of the compiler come with an example, those of a running worker with what to do. */
export function explainCommand(code: string, output: Output): ExitCode {
  const wanted = code.toUpperCase().replace(/^(RDI)?-?/, "RDI");
  const known = [...Object.entries(COMPILER_CODES), ...Object.entries(RUNTIME_CODES)];
  const found = known.find(([name]) => name === wanted);
  if (found === undefined)
    throw unknownCode(
      code,
      wanted,
      known.map(([name]) => name),
    );
  const [name, entry] = found;
  output.out(`${name}: ${entry.title}\n\n${wrap(entry.explanation)}\n${"bad" in entry ? examples(entry) : ""}`);
  return EXIT.ok;
}

type Explained = Pick<CatalogEntry<never>, "title" | "explanation" | "bad" | "good">;

const COMPILER_CODES: Readonly<Record<string, Explained>> = { ...syntaxMessages, ...hostMessages, ...checkMessages };

function examples({ bad, good }: Explained): string {
  return `\nWrong:\n${indented(bad)}\n\nRight:\n${indented(good)}\n`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

function wrap(text: string): string {
  return text.replaceAll(/(?=.{81})(.{1,80}) /g, "$1\n");
}

function unknownCode(code: string, wanted: string, known: readonly string[]): UsageError {
  const near = known.filter((name) => name.slice(0, -1) === wanted.slice(0, -1)).slice(0, 4);
  const hint =
    near.length > 0 ? `Did you mean ${near.join(", ")}?` : "Codes look like RDI2010: they stand in every message.";
  return new UsageError(`There is no code ${code}.`, hint);
}
