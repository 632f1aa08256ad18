import { test } from "uvu";
import { findPgbouncer, noteNotRun } from "../setup/servers.mjs";
import { testConformance } from "./as-tests.ts";
import { pgbouncerTarget } from "./targets/pgbouncer.ts";

if ((await findPgbouncer()) === undefined) noteNotRun("what every target does, through PgBouncer", "PgBouncer");
else await testConformance(pgbouncerTarget, []);

test.run();
