import { writeFileSync } from "node:fs";
import { grammarPage } from "./railroad/grammar-page.ts";

// `node --import tsx grammar/generate-diagrams.ts` writes the grammar as diagrams.
writeFileSync(new URL("../docs/grammar.html", import.meta.url), grammarPage());
