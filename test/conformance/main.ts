import { stripVTControlCharacters } from "node:util";
import { UsageError } from "../chaos/usage-error.ts";
import type { ConformanceArguments } from "./arguments.ts";
import type { Setting } from "./bench.ts";
import { record, type RecordedRun } from "./results.ts";
import { judge, listed, probe, type Verdict } from "./run.ts";
import type { ConformanceTarget } from "./target.ts";
import { TARGETS } from "./targets.ts";

/** Runs the behaviours one after the other and prints what became of each. Returns the exit code. */
export async function conformance({
  target: name,
  url,
  only,
  record: isRecorded,
}: ConformanceArguments): Promise<number> {
  const target = TARGETS.find((one) => nameOf(one) === name);
  if (target === undefined)
    throw new UsageError(`There is no target ${name}. Name one of: ${TARGETS.map(nameOf).join(", ")}.`);
  const behaviours = listed(only);
  if (behaviours.length === 0) throw new UsageError(`No behaviour has ${only.join(" or ")} in its name.`);
  const server = await target.open(url).catch((error: unknown) => {
    throw new UsageError(`${target.title} can't be opened: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    console.log(`${target.title} ${server.version}`);
    const setting = { target, server };
    const lacks = await probe(setting);
    const results: Result[] = [];
    for (const { topic, behaviour } of behaviours) {
      const began = performance.now();
      const verdict = await judge(setting, lacks, behaviour);
      const result = { name: `${topic}: ${behaviour.name}`, verdict, ms: performance.now() - began };
      results.push(result);
      console.log(line(result));
    }
    if (isRecorded) console.log(`Recorded in test/conformance/results/${record(recordOf(setting, results))}.`);
    console.log(summary(results));
    return countOf(results, "failed") === 0 ? 0 : 1;
  } finally {
    await server.close();
  }
}

function nameOf({ name, system }: ConformanceTarget): string {
  return name ?? system;
}

interface Result {
  readonly name: string;
  readonly verdict: Verdict;
  readonly ms: number;
}

function line({ name, verdict, ms }: Result): string {
  const time = `${(ms / 1000).toFixed(2)} s`.padStart(9);
  switch (verdict.result) {
    case "passed":
      return `passed         ${time}  ${name}`;
    case "not supported":
      return `not supported            ${name}: ${verdict.why}`;
    case "failed":
      return `failed         ${time}  ${name}\n${failureText(verdict.error).replace(/^/gm, "             | ")}`;
  }
}

/** With what was expected beside what was there. */
function failureText(error: Error): string {
  const details: unknown = Reflect.get(error, "details");
  return [String(error.stack), ...(typeof details === "string" ? [stripVTControlCharacters(details)] : [])].join("\n");
}

function recordOf({ target, server }: Setting, results: readonly Result[]): RecordedRun {
  return {
    system: target.system,
    ...(target.name === undefined ? {} : { name: target.name }),
    title: target.title,
    version: server.version,
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    passed: countOf(results, "passed"),
    failed: countOf(results, "failed"),
    notSupported: results.flatMap(({ name: behaviour, verdict }) =>
      verdict.result === "not supported" ? [{ behaviour, why: verdict.why }] : [],
    ),
    types: results.flatMap(({ verdict }) => (verdict.result === "passed" ? verdict.facts : [])),
  };
}

function countOf(results: readonly Result[], wanted: Verdict["result"]): number {
  return results.filter(({ verdict }) => verdict.result === wanted).length;
}

function summary(results: readonly Result[]): string {
  const [passed, failed, others] = (["passed", "failed", "not supported"] as const).map((one) => countOf(results, one));
  return `${passed} passed, ${failed} failed, ${others} not supported`;
}
