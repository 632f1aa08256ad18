import type { ConformanceServer, ConformanceTarget } from "../target.ts";
import { mysqlFamilyTarget, serverAt, type Relative } from "./mysql-family.ts";

const MYSQL: Relative = {
  system: "mysql",
  title: "MySQL",
  byteCollation: "utf8mb4_0900_bin",
  isolation: "transaction_isolation",
};

/** There is no server of its own to start here: it needs one that somebody runs. */
export const mysqlTarget: ConformanceTarget = mysqlFamilyTarget(MYSQL, open);

/** Of a user that may make databases: `npm test -- --mysql-url URL`. */
export function knownMysql(): string | undefined {
  const url = process.env["RDI_MYSQL_URL"];
  return url === "" ? undefined : url;
}

async function open(given: string | undefined): Promise<ConformanceServer> {
  const url = given ?? knownMysql();
  if (url === undefined)
    throw new Error("none can be started here; name yours with --url mysql://user:password@host:3306/mysql");
  return serverAt(MYSQL, url);
}
