import type Libsql from "libsql";

/** Its native part is loaded with it. */
export async function loadDriver(): Promise<typeof Libsql> {
  const { default: driver } = await import("libsql");
  return driver;
}
