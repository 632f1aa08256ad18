/* `rdi/prettier`, the plugin of prettier for .rdi files. */
import { importBuilt } from "./built.mjs";

export const { languages, parsers, printers } = await importBuilt("prettier");
