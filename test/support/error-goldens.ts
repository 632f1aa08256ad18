/** The sources of test/errors, one at least for each code, and what the compiler says about them. */
import { readdirSync, readFileSync } from "node:fs";
import { analyzeWith } from "../../compiler/compile.ts";
import { LOCK_FILE } from "../../compiler/schema/lock.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";

export interface ErrorGolden {
  /** `RDI2003-unknown-type.txt`. */
  readonly name: string;
  readonly code: string;
  readonly source: string;
  /** What is known of the tables, where a message is about that. */
  readonly lock: string | undefined;
}

const FOLDER = new URL("../errors/", import.meta.url);

export function errorGoldens(): readonly ErrorGolden[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));
  return names.sort().map((name) => {
    const [input = ""] = readFileSync(new URL(name, FOLDER), "utf8").split("-----\n");
    const [source = "", lock] = input.split(`----- ${LOCK_FILE}\n`);
    return { name, code: name.slice(0, name.indexOf("-")), source, lock };
  });
}

export function diagnosticsOf(text: string, locked?: string): readonly Diagnostic[] {
  const lock = locked === undefined ? undefined : { path: LOCK_FILE, text: locked };
  return analyzeWith([{ path: "shop.rdi", text }], { project: "shop", lock }).diagnostics;
}
