/** The sources of test/errors, one at least for each code, and what the compiler says about them. */
import { readdirSync, readFileSync } from "node:fs";
import { analyze } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";

export interface ErrorGolden {
  /** `RDI2003-unknown-type.txt`. */
  readonly name: string;
  readonly code: string;
  readonly source: string;
}

const FOLDER = new URL("../errors/", import.meta.url);

export function errorGoldens(): readonly ErrorGolden[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));
  return names.sort().map((name) => {
    const [source = ""] = readFileSync(new URL(name, FOLDER), "utf8").split("-----\n");
    return { name, code: name.slice(0, name.indexOf("-")), source };
  });
}

export function diagnosticsOf(text: string, path = "shop.rdi"): readonly Diagnostic[] {
  return analyze([{ path, text }], "shop").diagnostics;
}
