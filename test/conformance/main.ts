import { UsageError } from "../chaos/usage-error.ts";
import type { ConformanceArguments } from "./arguments.ts";
import { judge, listed, probe, type Verdict } from "./run.ts";
import { TARGETS } from "./targets.ts";

/** Runs the behaviours one after the other and prints what became of each. Returns the exit code. */
export async function conformance({ target: name, url, only }: ConformanceArguments): Promise<number> {
  const target = TARGETS.find(({ system }) => system === name);
  if (target === undefined)
    throw new UsageError(`There is no target ${name}. Name one of: ${TARGETS.map(({ system }) => system).join(", ")}.`);
  const behaviours = listed(only);
  if (behaviours.length === 0) throw new UsageError(`No behaviour has ${only.join(" or ")} in its name.`);
  const server = await target.open(url);
  try {
    console.log(`${target.title} ${server.version}`);
    const setting = { target, server };
    const lacks = await probe(setting);
    const verdicts: Verdict[] = [];
    for (const { topic, behaviour } of behaviours) {
      const verdict = await judge(setting, lacks, behaviour);
      verdicts.push(verdict);
      console.log(line(`${topic}: ${behaviour.name}`, verdict));
    }
    console.log(summary(verdicts));
    return verdicts.some(({ result }) => result === "failed") ? 1 : 0;
  } finally {
    await server.close();
  }
}

function line(name: string, verdict: Verdict): string {
  switch (verdict.result) {
    case "passed":
      return `passed         ${name}`;
    case "not supported":
      return `not supported  ${name}: ${verdict.why}`;
    case "failed":
      return `failed         ${name}\n${String(verdict.error.stack).replace(/^/gm, "             | ")}`;
  }
}

function summary(verdicts: readonly Verdict[]): string {
  const count = (wanted: Verdict["result"]): number => verdicts.filter(({ result }) => result === wanted).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("not supported")} not supported`;
}
