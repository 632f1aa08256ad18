import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../compiler/package-root.ts";
import { REPORT_CPU } from "./compile.ts";
import { endAll, temporaryFolder } from "../setup/servers.mjs";

export interface TestsBenchOptions {
  readonly runs: number;
  readonly json: boolean;
}

/** `npm run bench -- tests --json` prints this: of the median of whole processes, time and CPU in seconds. */
interface TestsResult {
  readonly machine: string;
  readonly load: number;
  readonly runs: number;
  readonly one_test: Seconds;
  readonly hundred_tests: Seconds;
  readonly thousand_tests: Seconds;
  /** What the 100 tests took by themselves, as `--json` says. */
  readonly hundred_by_themselves: number;
}

interface Seconds {
  readonly time: number;
  /** On a busy machine it says more than the time. */
  readonly cpu: number;
}

const RDI = join(packageRoot(), "compiler", "rdi.mjs");

/** `rdi test` of samples/shop with so many tests. */
export async function benchTests({ runs, json }: TestsBenchOptions): Promise<void> {
  try {
    run(["explain", "RDI2010"]);
    const measure = (tests: number): readonly Measured[] => {
      const project = shopWith(tests);
      const all = Array.from({ length: runs }, () => run(["test", project, "--json"]));
      return all.sort((one, other) => one.seconds - other.seconds);
    };
    const [one, hundred, thousand] = [1, 100, 1000].map((tests) => median(measure(tests)));
    const result: TestsResult = {
      machine: `${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`,
      load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
      runs,
      one_test: secondsOf(one),
      hundred_tests: secondsOf(hundred),
      thousand_tests: secondsOf(thousand),
      hundred_by_themselves: hundred?.inTests ?? 0,
    };
    if (json) console.log(JSON.stringify(result, null, 2));
    else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(24)}${JSON.stringify(value)}`);
  } finally {
    await endAll();
  }
}

function shopWith(tests: number): string {
  const folder = join(temporaryFolder("rdi-bench-tests-"), "shop");
  mkdirSync(folder);
  cpSync(join(packageRoot(), "samples", "shop", "shop.rdi"), join(folder, "shop.rdi"));
  const shop = readFileSync(join(folder, "shop.rdi"), "utf8");
  const [jobs = ""] = shop.split('\ntest "');
  const texts = Array.from({ length: tests }, (_, no) => testText(no));
  writeFileSync(join(folder, "shop.rdi"), `${jobs}\n${texts.join("\n")}`);
  return folder;
}

function testText(no: number): string {
  return `test "customer ${no}" {
  given hash "customer:${no}" { fname: "Ada", lname: "${no}", email: "A${no}@x.org", region: "eu", balance: ${no}.5, created: 0, orders: 1, vip: true }
  given hash "card:basel:${no}" { holder: "Ada", points: ${no} }
  expect warehouse.customers [{ id: ${no}, name: "Ada ${no}", email: "a${no}@x.org", balance: ${no}.5 }]
  delete "customer:${no}"
  expect warehouse.customers []
  expect warehouse.cards [{ number: "${no}", points: ${no} }]
}
`;
}

function secondsOf(measured: Measured | undefined): Seconds {
  return { time: measured?.seconds ?? 0, cpu: measured?.cpu ?? 0 };
}

interface Measured {
  readonly seconds: number;
  readonly cpu: number;
  readonly inTests: number;
}

function run(args: readonly string[]): Measured {
  const started = performance.now();
  const env = { ...process.env, NODE_OPTIONS: REPORT_CPU };
  const { status, stdout, stderr } = spawnSync(process.execPath, [RDI, ...args], {
    encoding: "utf8",
    env,
    maxBuffer: 2 ** 26,
  });
  const seconds = rounded(performance.now() - started);
  if (status !== 0) throw new Error(`rdi ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  const times = Array.from(stdout.matchAll(/"milliseconds": ([\d.]+)/g), ([, time]) => Number(time));
  const cpu = rounded(Number(/^CPU (\d+)$/m.exec(stderr)?.[1] ?? 0) / 1000);
  return { seconds, cpu, inTests: rounded(times.reduce((sum, time) => sum + time, 0)) };
}

function median(sorted: readonly Measured[]): Measured | undefined {
  return sorted[Math.floor(sorted.length / 2)];
}

/** ms to s. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
