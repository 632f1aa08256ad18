import { test } from "uvu";
import { noteNotRun } from "../setup/servers.mjs";
import { testConformance } from "./as-tests.ts";
import { TOPICS } from "./behaviours.ts";
import { knownSqlserver, sqlserverTarget } from "./targets/sqlserver.ts";

const LACKING = [
  "keys of unbounded text",
  "keys that end with a blank",
  "nulls in unique columns",
  "numbers without bounds",
] as const;

if (knownSqlserver() === undefined) {
  for (const { topic, behaviours } of TOPICS)
    noteNotRun(`${topic} (${behaviours.length} behaviours)`, "a SQL Server (--sqlserver-url URL)");
} else {
  await testConformance(sqlserverTarget, LACKING);
}

test.run();
