import { test } from "uvu";
import { knownMariadb, noteNotRun } from "../setup/servers.mjs";
import { testConformance } from "./as-tests.ts";
import { mariadbTarget } from "./targets/mariadb.ts";

if (knownMariadb() === undefined) noteNotRun("what every target does, on MariaDB", "a MariaDB server");
else await testConformance(mariadbTarget, ["keys of unbounded text", "numbers without bounds"]);

test.run();
