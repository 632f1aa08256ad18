/**
 * npm test: prepares the clone, then runs every test file in a process of its own. The last line is "N passed, N failed".
 *
 *     npm test                               everything
 *     npm test -- live/crash errors          the files whose path contains one of the words
 *     npm test -- --redis-server PATH        the live tests on another Redis or Valkey
 *     npm test -- --redis-module PATH        the document cases on a real RedisJSON module
 *     npm test -- --mysql-url URL            the behaviours of targets on a MySQL, in databases that are made for it and removed
 *     npm test -- --sqlserver-url URL        the behaviours of targets on a SQL Server, likewise
 *     npm test -- --list                     which files there are
 */
import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./setup/cache.mjs";
import { endAll } from "./setup/lifetime.mjs";
import { prepare, SetupError } from "./setup/prepare.mjs";
import { runInLanes } from "./setup/schedule.mjs";
import { runTestFile, runTypeCheck } from "./setup/test-file.mjs";

/** @typedef {import("./setup/test-file.mjs").Verdict} Verdict */
/** @typedef {{ name: string, lane: string, run: () => Promise<Verdict> }} Task */

const TYPE_CHECK = "type check";
const AT_ONCE = 2;
/** Files that take longer than others may, in seconds. */
const LONG = new Map([["test/live/chaos.test.ts", 900]]);

const options = /** @type {const} */ ({
  "redis-server": { type: "string" },
  "redis-module": { type: "string" },
  "mysql-url": { type: "string" },
  "sqlserver-url": { type: "string" },
  limit: { type: "string", default: "300" },
  list: { type: "boolean", default: false },
});

try {
  process.exitCode = await main();
} catch (error) {
  if (!isMistake(error)) throw error;
  console.log(`${error.message}\n0 passed, 1 failed`);
  process.exitCode = 1;
}

async function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const names = chosen([TYPE_CHECK, ...testFiles()], positionals);
  if (values.list) {
    console.log(names.join("\n"));
    return 0;
  }
  if (values["mysql-url"] !== undefined) process.env.RDI_MYSQL_URL = values["mysql-url"];
  if (values["sqlserver-url"] !== undefined) process.env.RDI_SQLSERVER_URL = values["sqlserver-url"];
  const { redisServer } = await prepare({
    log: console.log,
    redisServer: values["redis-server"],
    redisModule: values["redis-module"],
  });
  console.log(`Redis server ${redisServer.version}, Node.js ${process.versions.node}, ${names.length} files`);
  const limit = Number(values.limit);
  const tasks = names.map((name) => task(name, limit));
  const verdicts = await runInLanes(tasks, { atOnce: AT_ONCE, done: report });
  await endAll();
  return summarize(verdicts);
}

/**
 * @param {readonly string[]} names
 * @param {readonly string[]} words
 */
function chosen(names, words) {
  for (const word of words) {
    if (!names.some((name) => name.includes(word))) throw new SetupError(`No test file's path contains "${word}".`);
  }
  return words.length === 0 ? names : names.filter((name) => words.some((word) => name.includes(word)));
}

function testFiles() {
  const entries = readdirSync(join(root, "test"), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    )
    .sort();
}

/**
 * Live tests share the machine's disk and processors with their servers, so one runs at a time.
 * @param {string} name
 * @param {number} limit in seconds
 * @returns {Task}
 */
function task(name, limit) {
  if (name === TYPE_CHECK) return { name, lane: "", run: () => runTypeCheck({ limit }) };
  return {
    name,
    lane: usesServers(name) ? "live" : "",
    run: () => runTestFile(name, { limit: LONG.get(name) ?? limit }),
  };
}

/** @param {string} name */
function usesServers(name) {
  return name.startsWith("test/live/") || name.startsWith("test/conformance/");
}

/**
 * @param {Task} task
 * @param {Verdict} verdict
 */
function report({ name }, { passed, failed, ms, why, output }) {
  const seconds = `${(ms / 1000).toFixed(1)} s`.padStart(8);
  if (failed === 0) return console.log(`ok   ${seconds} ${String(passed).padStart(5)}  ${name}`);
  const indented = output.trimEnd().replace(/^/gm, "     | ");
  console.log(`FAIL ${seconds} ${String(passed).padStart(5)}  ${name}: ${why}\n${indented}`);
}

/** @param {readonly [Task, Verdict][]} verdicts */
function summarize(verdicts) {
  const bad = verdicts.filter(([, { failed }]) => failed > 0);
  if (bad.length > 0) console.log(["", "Failed:", ...bad.map(([{ name }, { why }]) => `  ${name}: ${why}`)].join("\n"));
  const notRun = verdicts.flatMap(([{ name }, verdict]) => verdict.notRun.map((test) => `  ${name}: ${test}`)).sort();
  if (notRun.length > 0) console.log(["", "Not run, since they need what is not there:", ...notRun].join("\n"));
  const passed = sum(verdicts.map(([, verdict]) => verdict.passed));
  const failed = sum(verdicts.map(([, verdict]) => verdict.failed));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/**
 * @param {unknown} error
 * @returns {error is Error}
 */
function isMistake(error) {
  if (error instanceof SetupError) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
