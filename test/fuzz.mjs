/**
 * `npm run fuzz`: random files, of which nothing may make the compiler throw, hang or point outside of them.
 * Options: --count N (200000), --seed S (a new one, printed), --from INDEX (0).
 */
import { randomInt } from "node:crypto";
import { installPackages } from "./setup/packages.mjs";
import { checkNode, SetupError } from "./setup/prepare.mjs";

const asked = process.argv.slice(2);
/** @param {string} name @param {number} otherwise */
const valueOf = (name, otherwise) => (asked.includes(name) ? Number(asked[asked.indexOf(name) + 1]) : otherwise);

try {
  checkNode(process.versions.node);
  await installPackages(console.error);
  const { register } = await import("tsx/esm/api");
  register();
  const { fuzz } = await import("./fuzz/fuzz.ts");
  const seed = valueOf("--seed", randomInt(2 ** 32));
  const count = valueOf("--count", 200_000);
  console.log(`seed ${seed}, ${count} inputs`);
  const { failures, seconds } = await fuzz({ seed, count, from: valueOf("--from", 0), log: console.log });
  console.log(`${failures.length} kinds of failure in ${seconds.toFixed(0)} s`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
