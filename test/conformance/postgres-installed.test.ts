/** The oldest PostgreSQL that the machine has of itself, beside the one that every run brings. */
import { test } from "uvu";
import { installedPostgres, noteNotRun } from "../setup/servers.mjs";
import { testConformance } from "./as-tests.ts";
import { postgresOf } from "./targets/postgres.ts";

const [oldest] = [...installedPostgres().keys()].sort((one, other) => one - other);
if (oldest === undefined)
  noteNotRun("what every target does, on another PostgreSQL", "a PostgreSQL of the system's packages");
else await testConformance(postgresOf(oldest), []);

test.run();
