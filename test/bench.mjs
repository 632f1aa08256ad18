/**
 * `npm run bench -- [path]`: the whole path, from HSET to the committed row, beside the limit, the same rows written inside the server.
 * Options: --keys N (200000), --rounds N (3), --json, --redis-server PATH.
 *
 * `npm run bench -- compile`: whole processes of `rdi check` and `rdi build`, of a project of many jobs, of samples/shop, and of ten projects
 * at once. Options: --jobs N (1000), --runs N (3), --json.
 *
 * `npm run bench -- members`: one SADD to a large set, read member by member and as a whole. Options: --members N (100000), --json.
 *
 * `npm run bench -- tests`: whole processes of `rdi test` with 1, 100 and 1000 tests of samples/shop. Options: --runs N (3), --json.
 */
import { installPackages } from "./setup/packages.mjs";
import { SetupError, checkNode, prepare } from "./setup/prepare.mjs";

const asked = process.argv.slice(2);
const valueOf = (name) => (asked.includes(name) ? asked[asked.indexOf(name) + 1] : undefined);
const BENCHES = { path: benchPath, compile: benchCompile, tests: benchTests, members: benchMembers };

try {
  const name = asked[0] === undefined || asked[0].startsWith("--") ? "path" : asked[0];
  if (!Object.hasOwn(BENCHES, name)) {
    throw new SetupError(`There is no bench ${name}.\n  Name one of: ${Object.keys(BENCHES).join(", ")}.`);
  }
  await BENCHES[name]();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function benchPath() {
  await prepare({ log: console.error, redisServer: valueOf("--redis-server") });
  await readTypeScript();
  const { bench } = await import("./bench/bench.ts");
  await bench({
    keys: Number(valueOf("--keys") ?? 200_000),
    rounds: Number(valueOf("--rounds") ?? 3),
    json: asked.includes("--json"),
  });
}

async function benchCompile() {
  checkNode(process.versions.node);
  await installPackages(console.error);
  await readTypeScript();
  const { benchCompile: measure } = await import("./bench/compile.ts");
  await measure({
    jobs: Number(valueOf("--jobs") ?? 1000),
    runs: Number(valueOf("--runs") ?? 3),
    json: asked.includes("--json"),
  });
}

async function benchTests() {
  checkNode(process.versions.node);
  await installPackages(console.error);
  await readTypeScript();
  const { benchTests: measure } = await import("./bench/tests.ts");
  await measure({ runs: Number(valueOf("--runs") ?? 3), json: asked.includes("--json") });
}

async function benchMembers() {
  await prepare({ log: console.error, redisServer: valueOf("--redis-server") });
  await readTypeScript();
  const { benchMembers: measure } = await import("./bench/members.ts");
  await measure({ members: Number(valueOf("--members") ?? 100_000), json: asked.includes("--json") });
}

/** The packages lie there by now. */
async function readTypeScript() {
  const { register } = await import("tsx/esm/api");
  register();
}
