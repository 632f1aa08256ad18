import { writeFileSync } from "node:fs";
import { recordedRuns } from "./results.ts";
import { targetsPage } from "./targets-page.ts";

// `node --import tsx test/conformance/generate-targets.ts` writes docs/targets.md from the recorded runs.
writeFileSync(new URL("../../docs/targets.md", import.meta.url), targetsPage(recordedRuns()));
