import { startMariadb } from "../../setup/servers.mjs";
import type { ConformanceServer, ConformanceTarget } from "../target.ts";
import { mysqlFamilyTarget, serverAt, type Relative } from "./mysql-family.ts";

const MARIADB: Relative = {
  system: "mariadb",
  title: "MariaDB",
  byteCollation: "utf8mb4_nopad_bin",
  isolation: "tx_isolation",
};

export const mariadbTarget: ConformanceTarget = mysqlFamilyTarget(MARIADB, open);

async function open(url: string | undefined): Promise<ConformanceServer> {
  if (url !== undefined) return serverAt(MARIADB, url);
  const server = await startMariadb();
  return serverAt(MARIADB, server.url(), () => server.remove());
}
