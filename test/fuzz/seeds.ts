/** Files to begin with: everything in the repository that is or nearly is a `.rdi` file. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { checkMessages } from "../../compiler/messages.ts";
import { syntaxMessages } from "../../grammar/messages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folders = ["samples", "test/cases", "test/grammar/fixtures"];

export function seedTexts(): readonly string[] {
  return [...folders.flatMap(rdiFiles), ...sourcesOfErrors(), ...examples()];
}

function rdiFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".rdi"))
    .sort()
    .map((name) => readFileSync(join(root, folder, name), "utf8"));
}

/** A golden of an error begins with its source, and a line of dashes ends that. */
function sourcesOfErrors(): readonly string[] {
  const folder = join(root, "test/errors");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").split(/^-----/m, 1)[0] ?? "");
}

interface Examples {
  readonly bad: string;
  readonly good: string;
}

function examples(): readonly string[] {
  const entries: readonly Examples[] = [...Object.values(syntaxMessages), ...Object.values(checkMessages)];
  return entries.flatMap(({ bad, good }) => [bad, good]);
}
