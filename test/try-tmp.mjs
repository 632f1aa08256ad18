import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const { formatText } = await import("/work/wt/fmt/compiler/format/format.ts");
for (const f of process.argv.slice(2)) console.log(await formatText(readFileSync(f, "utf8")));
