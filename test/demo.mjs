/** `npm run demo`: the whole product on servers of its own. Options: --keep, --redis-server PATH. */
import { SetupError, prepare } from "./setup/prepare.mjs";

const asked = process.argv.slice(2);
const serverAt = asked.indexOf("--redis-server");

try {
  await prepare({
    log: console.log,
    redisServer: serverAt < 0 ? undefined : asked[serverAt + 1],
  });
  const { register } = await import("tsx/esm/api");
  register();
  const { demonstrate } = await import("./demo/demonstrate.ts");
  process.exitCode = await demonstrate({ keep: asked.includes("--keep") });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
