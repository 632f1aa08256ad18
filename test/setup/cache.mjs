import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the clone. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Where set-up keeps what it fetched. It lies in the clone, so that removing the clone leaves nothing behind. */
export function cacheFolder() {
  const folder = `${root}/node_modules/.cache/rdi`;
  mkdirSync(folder, { recursive: true });
  return folder;
}
