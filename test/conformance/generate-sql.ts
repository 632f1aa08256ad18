import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { SHAPES } from "../compiler/sql/shapes.ts";
import { sideBySide } from "./side-by-side.ts";

// `node --import tsx test/conformance/generate-sql.ts` writes the SQL of every dialect into sql/.
const folder = new URL("sql/", import.meta.url);
for (const file of readdirSync(folder)) rmSync(new URL(file, folder));
for (const shape of SHAPES) writeFileSync(new URL(`${shape.name}.txt`, folder), sideBySide(shape));
