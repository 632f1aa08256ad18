/** What goes into a bundle, what a type error of ours looks like, and that a bundle needs nothing beside it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundle } from "../../../compiler/bundle.ts";
import { compile, type Compilation } from "../../../compiler/compile.ts";
import { emitProject } from "../../../compiler/emit/project-files.ts";
import { writeOutput } from "../../../compiler/host.ts";
import { InternalError } from "../../../compiler/internal-error.ts";
import { packageRoot } from "../../../compiler/package-root.ts";
import type { System } from "../../../compiler/sql/dialects.ts";
import { usedSystems } from "../../../compiler/used-systems.ts";
import { startNode } from "../../support/processes.ts";
import { checkTexts } from "./check-texts.ts";
import { shopPlan } from "./shop-plan.ts";

/** The runtime's own dependencies and theirs. */
const PACKAGES = new Set(
  (
    "@ioredis/commands @opentelemetry/api @pinojs/redact atomic-sleep bintrees cluster-key-slot debug decimal.js denque ioredis lru-cache ms on-exit-leak-free pg " +
    "pg-cloudflare pg-connection-string pg-int8 pg-pool pg-protocol pg-types pgpass pino pino-abstract-transport pino-std-serializers postgres-array " +
    "postgres-bytea postgres-date postgres-interval prom-client quick-format-unescaped re2js real-require redis-errors redis-parser " +
    "safe-stable-stringify sonic-boom split2 standard-as-callback tdigest thread-stream uuid xtend"
  ).split(" "),
);

const modules = await emitProject(shopPlan);
const made = await bundle(modules);

function textOf(path: string): string {
  const file = made.files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`the bundle has no ${path}`);
  return file.text;
}

test("a bundle holds emitted modules, the runtime and its dependencies, and nothing else", () => {
  const emitted = made.inputs.filter((input) => input.startsWith("emitted/"));
  assert.equal([...emitted].sort(), ["emitted/cards.ts", "emitted/customers.ts", "emitted/worker.ts"]);
  const others = made.inputs.filter((input) => !emitted.includes(input));
  for (const input of others) {
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    assert.ok(name === undefined ? /^runtime\/.*\.ts$/.test(input) : PACKAGES.has(name), input);
  }
  assert.ok(others.includes("runtime/worker.ts"));
});

test("a bundle is a worker and its source map, without a path of this machine", () => {
  assert.equal(
    made.files.map((file) => file.path),
    ["worker.mjs", "worker.mjs.map"],
  );
  for (const { path, text } of made.files) assert.not.ok(text.includes(packageRoot()), path);
  const map: unknown = JSON.parse(textOf("worker.mjs.map"));
  const sources = typeof map === "object" && map !== null && "sources" in map ? map.sources : [];
  assert.ok(Array.isArray(sources) && sources.includes("runtime/worker.ts"));
  for (const source of Array.isArray(sources) ? sources : []) assert.not.match(String(source), /^\/|\.\./);
});

test("the same modules become the same bundle", async () => {
  assert.equal((await bundle(modules)).files, made.files);
});

test("a bundle runs in an empty folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rdi-bundle-"));
  try {
    writeFileSync(join(folder, "worker.mjs"), textOf("worker.mjs"));
    const run = startNode(join(folder, "worker.mjs"), [], { cwd: folder, env: { WAREHOUSE_URL: undefined } });
    assert.equal(await run.exit(), { code: 5, signal: null });
    assert.match(run.stderr(), /WAREHOUSE_URL/);
    assert.not.match(run.stderr(), / at /);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** A text of each driver that is in a bundle exactly where the driver is. */
const DRIVERS = {
  postgres: "node_modules/pg/lib/client.js",
  mysql: "node_modules/mysql2/promise.js",
  mariadb: "node_modules/mysql2/promise.js",
  sqlserver: "node_modules/mssql/index.js",
  sqlite: "node_modules/libsql/index.js",
} as const satisfies Readonly<Record<System, string>>;

const URLS: Readonly<Record<keyof typeof DRIVERS | "redis", string>> = {
  postgres: "postgres://localhost/db",
  mysql: "mysql://localhost/db",
  mariadb: "mariadb://localhost/db",
  sqlserver: "mssql://localhost/db",
  sqlite: "file:shop.db",
  redis: "redis://localhost:6380",
};

async function builtFor(...systems: readonly (keyof typeof URLS)[]): Promise<Compilation> {
  const targets = systems.map((system) => `target to_${system}: ${system} { url: "${URLS[system]}" }`);
  const jobs = systems.map((system) => {
    const into = system === "redis" ? `into to_redis hash "u:{@id}" { name }` : INTO_TABLE.replaceAll("$", system);
    return `job ${system}_users { from hash "${system}:{id:int}" ${into} }`;
  });
  const text = [`source redis { url: "redis://localhost" }`, ...targets, ...jobs].join("\n");
  return compile([{ path: "shop.rdi", text }], { project: "shop", bundle: true });
}

const INTO_TABLE = "into to_$.users key (id) { id: bigint = @id, name: text = name }";

function driversIn({ files }: Compilation): readonly string[] {
  const text = files.find(({ path }) => path === "worker.mjs")?.text ?? "";
  return [...new Set(Object.values(DRIVERS))].filter((path) => text.includes(`// ${path}`));
}

for (const systems of [
  ["redis"],
  ["postgres"],
  ["mysql"],
  ["mariadb"],
  ["sqlserver"],
  ["sqlite"],
  ["redis", "postgres", "sqlite"],
  ["mysql", "mariadb", "sqlserver"],
] as const) {
  test(`a bundle for ${systems.join(" and ")} holds only the drivers of those, and native files for SQLite alone`, async () => {
    const made = await builtFor(...systems);
    assert.equal(made.diagnostics, []);
    const drivers = systems.flatMap((system) => (system === "redis" ? [] : DRIVERS[system]));
    assert.equal(driversIn(made), [...new Set(drivers)]);
    const natives = made.files.filter(({ copied }) => copied !== undefined).map(({ path }) => path);
    const platform = new RegExp(`^libsql-${process.platform}-${process.arch}(-\\w+)?\\.node$`);
    assert.is(
      natives.some((path) => platform.test(path)),
      systems.some((system) => system === "sqlite"),
    );
    assert.ok(natives.every((path) => /^libsql-[\w-]+\.node$/.test(path)));
  });
}

test("drivers of other kinds of targets are not even read", async () => {
  const { metafile } = await build({
    absWorkingDir: packageRoot(),
    entryPoints: ["runtime/sinks/systems.ts"],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    plugins: [usedSystems(() => 'import { keyState, postgres, runWorker } from "rdi/runtime";')],
  });
  const read = Object.keys(metafile.inputs);
  assert.ok(read.includes(DRIVERS.postgres));
  for (const other of [DRIVERS.mysql, DRIVERS.sqlserver, DRIVERS.sqlite]) assert.not.ok(read.includes(other), other);
});

test("native files are written beside a bundle, once, and removed with the last target that needs them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rdi-natives-"));
  try {
    const { files } = await builtFor("sqlite");
    const natives = files.filter(({ copied }) => copied !== undefined);
    assert.ok(natives.length > 0);
    const first = writeOutput(folder, files);
    assert.is(first.changed.length, files.length);
    for (const { path, copied = "" } of natives)
      assert.ok(readFileSync(join(folder, path)).equals(readFileSync(copied)), path);
    assert.equal(writeOutput(folder, files), { changed: [], removed: [] });
    writeFileSync(join(folder, "libsql.txt"), "not ours");
    const { removed } = writeOutput(folder, (await builtFor("redis")).files);
    assert.ok(natives.every(({ path }) => removed.some((one) => one.endsWith(path))));
    assert.ok(existsSync(join(folder, "libsql.txt")));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a type error in an emitted module is ours, and says where it is", () => {
  const broken = modules.map((file) => ({ ...file, text: file.text.replace("vip: coalesce", "vip: 7 ?? coalesce") }));
  try {
    checkTexts(broken);
  } catch (error) {
    assert.instance(error, InternalError);
    const details = error instanceof InternalError ? error.details.join("\n") : "";
    assert.match(details, /^customers\.ts:\d+:\d+: /);
    assert.match(details, /vip: 7/);
    return;
  }
  assert.unreachable("it was not noticed");
});

test("an unused name in an emitted module is a type error too", () => {
  const broken = modules.map((file) => ({ ...file, text: `${file.text}const unused = 1;\n` }));
  assert.throws(
    () => checkTexts(broken),
    (error: unknown) => error instanceof InternalError && error.details.length === 3,
  );
});

test.run();
