/**
 * `npm run bench`: the whole path, from HSET to the committed row, beside the limit, the same rows written inside the server.
 * Options: --keys N (200000), --rounds N (3), --json, --redis-server PATH.
 */
import { SetupError, prepare } from "./setup/prepare.mjs";

const asked = process.argv.slice(2);
const valueOf = (name) => (asked.includes(name) ? asked[asked.indexOf(name) + 1] : undefined);

try {
  await prepare({ log: console.error, redisServer: valueOf("--redis-server") });
  const { register } = await import("tsx/esm/api");
  register();
  const { bench } = await import("./bench/bench.ts");
  await bench({
    keys: Number(valueOf("--keys") ?? 200_000),
    rounds: Number(valueOf("--rounds") ?? 3),
    json: asked.includes("--json"),
  });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
