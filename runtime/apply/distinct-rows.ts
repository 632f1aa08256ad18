import type { Destination } from "../destination.ts";
import { Rejection } from "../values/rejection.ts";
import type { Site } from "../values/site.ts";

/** Equal rows collapse; two different rows with one identity reject the key. */
export function distinctRows(table: Destination, rows: readonly object[]): readonly object[] {
  if (rows.length < 2) return rows;
  const contents = new Map<string, string>();
  return rows.filter((row) => {
    const identity = table.identityOf(row);
    const content = table.contentOf(row);
    const known = contents.get(identity);
    if (known === undefined) {
      contents.set(identity, content);
      return true;
    }
    if (known === content) return false;
    throw new Rejection(
      "RDI5019",
      `the key yields two different rows of ${table.table} with one (${table.key.join(", ")})`,
      siteOf(table),
    );
  });
}

function siteOf({ site, table }: Destination): Site {
  const colon = site.lastIndexOf(":");
  return { file: site.slice(0, colon), line: Number(site.slice(colon + 1)), column: table };
}
