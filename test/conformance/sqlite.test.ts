import { test } from "uvu";
import { testConformance } from "./as-tests.ts";
import { sqliteTarget } from "./targets/sqlite.ts";

await testConformance(sqliteTarget, ["ending sessions", "network", "rights", "row locks", "schemas"]);

test.run();
