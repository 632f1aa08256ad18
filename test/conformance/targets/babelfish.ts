import type { ConformanceTarget } from "../target.ts";
import { serverAt, sqlserverTarget } from "./sqlserver.ts";

/** Speaks SQL Server's protocol and much of its SQL, on top of PostgreSQL: it shows that the sink and a server understand each other, not that SQL Server does the same. */
export const babelfishTarget: ConformanceTarget = {
  ...sqlserverTarget,
  name: "babelfish",
  title: "Babelfish (speaks TDS; not SQL Server)",
  open: (url) => serverAt(url, "BabelfishVersion"),
};
