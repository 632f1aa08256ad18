import type { CatalogEntry } from "../../grammar/message.ts";
import { syntaxMessages } from "../../grammar/messages.ts";
import { RUNTIME_CODES, type CodeEntry, type CodeKind } from "../../runtime/codes.ts";
import { hostMessages } from "../host-messages.ts";
import { checkMessages } from "../messages.ts";
import { RUNTIME_EXAMPLES } from "./runtime-examples.ts";

/** What there is to read about a code of the compiler. */
export type CompilerPage = Pick<CatalogEntry<never>, "severity" | "title" | "explanation" | "bad" | "good">;

/** What there is to read about a code of a running worker. */
export interface RuntimePage extends CodeEntry {
  readonly example: string;
}

export const COMPILER_PAGES: ReadonlyMap<string, CompilerPage> = new Map<string, CompilerPage>([
  ...Object.entries<CompilerPage>(syntaxMessages),
  ...Object.entries<CompilerPage>(hostMessages),
  ...Object.entries<CompilerPage>(checkMessages),
]);

const examples: ReadonlyMap<string, string> = new Map(Object.entries(RUNTIME_EXAMPLES));

export const RUNTIME_PAGES: ReadonlyMap<string, RuntimePage> = new Map(
  Object.entries<CodeEntry>(RUNTIME_CODES).map(([code, entry]) => [
    code,
    { ...entry, example: examples.get(code) ?? "" },
  ]),
);

/** What a code does to the work of a running worker. */
export const EFFECTS: Readonly<Record<CodeKind, string>> = {
  startup: "stops the start",
  dead_letter: "sends a key to the dead letters",
  parked: "parks a key",
  halt: "halts a route",
  brake: "holds a sweep back",
  handover: "hands a lane over",
};

/** What the example of a code shows. */
export const SHOWN_AS: Readonly<Record<CodeKind, string>> = {
  startup: "What the start says",
  dead_letter: "The dead letter",
  parked: "The parked key",
  halt: "The line of the log",
  brake: "The line of the log",
  handover: "The line of the log",
};
