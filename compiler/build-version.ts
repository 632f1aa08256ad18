import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "./package-root.ts";

/** A hash of all that output depends on beside a user's files: this package's sources and what is installed for it. */
export function buildVersion(): string {
  const root = packageRoot();
  const hash = createHash("sha256");
  const sources = ["grammar", "compiler", "runtime"].flatMap((folder) => sourcesIn(root, folder));
  for (const path of ["package.json", ...sources]) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  const installed = installedPackages(root);
  if (installed !== undefined) hash.update(readFileSync(installed));
  return hash.digest("hex");
}

function sourcesIn(root: string, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sourcesIn(root, path);
      return entry.name.endsWith(".ts") ? [path] : [];
    })
    .sort();
}

/** npm's list of what lies in `node_modules`, here or above. */
function installedPackages(folder: string): string | undefined {
  const list = join(folder, "node_modules", ".package-lock.json");
  if (existsSync(list)) return list;
  return dirname(folder) === folder ? undefined : installedPackages(dirname(folder));
}
