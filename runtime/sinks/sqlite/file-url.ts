import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The file of `file:shop.db` and `sqlite:shop.db`, relative to the working directory, or of `file:///var/lib/shop.db`. Undefined for what names none, and for
 * what is kept in memory only: rows would be gone with the process.
 */
export function fileOf(url: string): string | undefined {
  const [, rest] = /^(?:file|sqlite):([^?#]+)$/.exec(url) ?? [];
  if (rest === undefined || rest === ":memory:") return undefined;
  try {
    if (rest.startsWith("//")) return fileURLToPath(new URL(`file:${rest}`));
    const path = decodeURIComponent(rest);
    return path.includes("\0") ? undefined : resolve(path);
  } catch {
    return undefined;
  }
}
