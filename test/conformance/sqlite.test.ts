import { test } from "uvu";
import { testConformance } from "./as-tests.ts";
import { sqliteTarget } from "./targets/sqlite.ts";

await testConformance(sqliteTarget, [
  "changing columns",
  "ending sessions",
  "network",
  "rights",
  "row locks",
  "schemas",
  "settings of sessions",
]);

test.run();
