/**
 * `npm run conformance -- --target postgres`: what every sink for tables has to do, run against a real server of one kind. It prints a line a
 * behaviour and ends with 0 when none failed, with 1 otherwise. What the server can't do is told by probes, and is no failure.
 * Options: --url URL (of a server whose user may make databases; otherwise a private one is started), --only WORDS (of a behaviour's name or topic, repeatable),
 * --record (keeps the results; then `node test/setup/regenerate.mjs` writes docs/targets.md).
 */
import { endAll } from "./setup/lifetime.mjs";
import { SetupError, prepare } from "./setup/prepare.mjs";

try {
  await prepare({ log: console.error });
  const { register } = await import("tsx/esm/api");
  register();
  const { conformanceArguments } = await import("./conformance/arguments.ts");
  const { conformance } = await import("./conformance/main.ts");
  process.exitCode = await conformance(conformanceArguments(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof SetupError || error?.name === "UsageError")) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await endAll();
}
