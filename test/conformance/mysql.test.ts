import { test } from "uvu";
import { noteNotRun } from "../setup/servers.mjs";
import { testConformance } from "./as-tests.ts";
import { knownMysql, mysqlTarget } from "./targets/mysql.ts";

if (knownMysql() === undefined) noteNotRun("what every target does, on MySQL", "a MySQL server (--mysql-url URL)");
else await testConformance(mysqlTarget, ["keys of unbounded text", "numbers without bounds"]);

test.run();
