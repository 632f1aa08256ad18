/**
 * `npm run chaos`: a real Redis, a real PostgreSQL and three workers, to which everything happens that can, while writers write; then keys and
 * rows are compared. It prints a report as JSON and ends with 0 when nothing was lost, stale or extra, with 1 otherwise.
 * Options: --seconds N (120), --seed S (a new one, printed), --sentinel (replicas and Sentinel), --redis-server PATH, --only FAULT (words of a
 * fault's name, repeatable), --regression (every seed that ever failed), --mutants [NAME …] (breaks the product in one place at a time, and has to notice each).
 */
import { SetupError, prepare } from "./setup/prepare.mjs";

try {
  const asked = process.argv.slice(2);
  const at = asked.indexOf("--redis-server");
  await prepare({ log: console.error, redisServer: at < 0 ? undefined : asked[at + 1] });
  const { register } = await import("tsx/esm/api");
  register();
  const { chaosArguments } = await import("./chaos/arguments.ts");
  const { chaos } = await import("./chaos/main.ts");
  process.exitCode = await chaos(chaosArguments(asked));
} catch (error) {
  if (!(error instanceof SetupError || error?.name === "UsageError")) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
