/** Tests that need a MariaDB server; where none could be had, the runner lists them by name. */
import { test } from "uvu";
import { onBench, type Bench } from "../conformance/bench.ts";
import type { Behaviour } from "../conformance/behaviour.ts";
import type { ConformanceServer } from "../conformance/target.ts";
import { mariadbTarget } from "../conformance/targets/mariadb.ts";
import { knownMariadb, noteNotRun } from "../setup/servers.mjs";

let server: Promise<ConformanceServer> | undefined;

test.after(async () => {
  await (await server)?.close();
});

/** On a database of its own of one server a file. */
export function mariadbTest(behaviour: Behaviour): void {
  serverTest(behaviour.name, async (running) => {
    await onBench({ target: mariadbTarget, server: running }, behaviour);
  });
}

/** Of the same server. */
export function serverTest(name: string, run: (server: ConformanceServer) => Promise<void>): void {
  needsMariadb(name, async () => run(await (server ??= mariadbTarget.open(undefined))));
}

/** Which starts its own. */
export function needsMariadb(name: string, run: () => Promise<void>): void {
  if (knownMariadb() === undefined) noteNotRun(name, "a MariaDB server");
  else test(name, run);
}

export type { Bench };
