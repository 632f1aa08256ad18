import { writeFileSync } from "node:fs";
import { errorsPage } from "./errors-page.ts";

// `node --import tsx compiler/report/generate-errors.ts` writes the reference of all codes.
writeFileSync(new URL("../../docs/errors.md", import.meta.url), errorsPage());
