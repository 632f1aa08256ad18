import { writeFileSync } from "node:fs";
import { COMMANDS } from "../commands/definitions.ts";
import { cliPage } from "./cli-page.ts";

// `node --import tsx compiler/report/generate-cli.ts` writes the reference of all commands.
writeFileSync(new URL("../../docs/cli.md", import.meta.url), cliPage(COMMANDS));
