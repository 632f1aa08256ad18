import { generateCstDts } from "chevrotain";
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { RdiParser } from "./parser.ts";

/** The types of the concrete syntax tree, as they follow from the grammar. */
export function cstTypes(): string {
  return `// Written by grammar/generate-cst.ts from the grammar. Don't edit.\n${generateCstDts(new RdiParser().getGAstProductions())}`;
}

// `node --import tsx grammar/generate-cst.ts` writes cst.ts; format it afterwards.
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(new URL("./cst.ts", import.meta.url), cstTypes());
}
