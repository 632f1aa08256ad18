import { test } from "uvu";
import { testConformance } from "./as-tests.ts";
import { postgresTarget } from "./targets/postgres.ts";

await testConformance(postgresTarget, []);

test.run();
