import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../compiler/package-root.ts";
import { endAll, temporaryFolder } from "../setup/servers.mjs";
import { manyJobs } from "./jobs.ts";

export interface CompileBenchOptions {
  readonly jobs: number;
  readonly runs: number;
  readonly json: boolean;
}

/** As many as a team would put into one file. An edit that adds a line moves the jobs below it, in that file only. */
const PER_FILE = 20;
const SAMPLES = 10;

/** Seconds of whole processes, from start to exit. */
interface Measured {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  /** CPU of the median run's Node process, esbuild's left out. On a busy machine it says more than the time. */
  readonly cpu: number;
}

/** `npm run bench -- compile --json` prints this. */
interface CompileResult {
  readonly machine: string;
  /** Processes that wanted to run, as a mean of the last minute, when the measurement ended. */
  readonly load: number;
  readonly jobs: number;
  readonly files: number;
  readonly runs: number;
  readonly check: Measured;
  readonly build_cold: Measured;
  readonly build_one_changed: Measured;
  readonly build_unchanged: Measured;
  /** `npx rdi build samples/shop`, nothing built before. */
  readonly shop_cold: Measured;
  /** Ten projects like samples/shop in one command. */
  readonly check_ten: Measured;
  readonly build_ten_cold: Measured;
  readonly ratios: {
    /** How much of a cold build one changed job costs. */
    readonly one_changed_to_cold: number;
    /** How much of ten processes ten projects in one command cost. */
    readonly ten_at_once_to_ten: number;
  };
}

export async function benchCompile(options: CompileBenchOptions): Promise<void> {
  try {
    const result = measureAll(options);
    if (options.json) console.log(JSON.stringify(result, null, 2));
    else print(result);
  } finally {
    await endAll();
  }
}

function measureAll({ jobs, runs }: CompileBenchOptions): CompileResult {
  const folder = temporaryFolder("rdi-bench-compile-");
  const files = manyJobs({ jobs, perFile: PER_FILE });
  const many = join(folder, "many");
  mkdirSync(many);
  for (const { path, text } of files) writeFileSync(join(many, path), text);
  const out = join(folder, "out");
  const clear = (): void => rmSync(out, { recursive: true, force: true });
  const build = ["build", many, "-o", out];
  // The first start after a change of the sources bundles the command line.
  run(RDI, ["explain", "RDI2010"]);
  const measure = (what: string, args: readonly string[], before: (round: number) => void = () => undefined) =>
    measureRuns({ what, command: RDI, args, runs, before });
  const check = measure("check", ["check", many]);
  const cold = measure("cold build", build, clear);
  const changed = measure("build with one job changed", build, (round) => changeJob(many, round));
  const unchanged = measure("build with nothing changed", build);
  const shop = { what: "samples/shop", command: ["npx", "rdi"], runs, before: clear };
  const shopCold = measureRuns({ ...shop, args: ["build", "samples/shop", "-o", out] });
  const ten = copiesOfShop(join(folder, "ten"));
  const checkTen = measure("check of ten projects", ["check", ...ten]);
  const buildTen = measure("cold build of ten projects", ["build", ...ten, "-o", out], clear);
  return {
    machine: `${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.versions.node}`,
    load: rounded(loadavg()[0] ?? 0),
    jobs,
    files: files.length,
    runs,
    check,
    build_cold: cold,
    build_one_changed: changed,
    build_unchanged: unchanged,
    shop_cold: shopCold,
    check_ten: checkTen,
    build_ten_cold: buildTen,
    ratios: {
      one_changed_to_cold: rounded(changed.median / cold.median),
      ten_at_once_to_ten: rounded(buildTen.median / (SAMPLES * shopCold.median)),
    },
  };
}

const RDI = [process.execPath, join(packageRoot(), "compiler", "rdi.mjs")];

/** Another length in one job, on the same line, so that no other job moves. */
function changeJob(many: string, round: number): void {
  const path = join(many, "jobs-000.rdi");
  const text = readFileSync(path, "utf8");
  const changed = text.replace(/(varchar\()\d+/, `$1${150 + round}`);
  if (changed === text) throw new Error("The bench has no job to change.");
  writeFileSync(path, changed);
}

function copiesOfShop(folder: string): readonly string[] {
  return Array.from({ length: SAMPLES }, (_, index) => {
    const copy = join(folder, `shop-${index}`);
    cpSync(join(packageRoot(), "samples", "shop"), copy, { recursive: true });
    return copy;
  });
}

interface Runs {
  readonly what: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly runs: number;
  readonly before: (round: number) => void;
}

function measureRuns({ what, command, args, runs, before }: Runs): Measured {
  const done = Array.from({ length: runs }, (_, round) => {
    console.error(`${what}, run ${round + 1} of ${runs} …`);
    before(round);
    return run(command, args);
  }).sort((a, b) => a.seconds - b.seconds);
  const [first] = done;
  const last = done.at(-1);
  const middle = done[Math.floor(done.length / 2)];
  if (first === undefined || last === undefined || middle === undefined) throw new Error("At least one run is needed.");
  return { min: first.seconds, median: middle.seconds, max: last.seconds, cpu: middle.cpu };
}

/** The process reports its CPU itself, since Node tells no parent. */
export const REPORT_CPU = `--import "data:text/javascript,process.once('exit',()=>{let{user,system}=process.cpuUsage();process._rawDebug('CPU',user+system)})"`;

function run([program = "", ...first]: readonly string[], args: readonly string[]): { seconds: number; cpu: number } {
  const started = performance.now();
  const env = { ...process.env, NODE_OPTIONS: REPORT_CPU };
  const ended = spawnSync(program, [...first, ...args], { cwd: packageRoot(), env, encoding: "utf8" });
  const seconds = rounded((performance.now() - started) / 1000);
  if (ended.status !== 0) throw new Error(`rdi ${args.join(" ")} ended with ${ended.status}:\n${ended.stderr}`);
  const reports = [...ended.stderr.matchAll(/^CPU (\d+)$/gm)].map(([, microseconds]) => Number(microseconds));
  return { seconds, cpu: rounded(reports.reduce((sum, cpu) => sum + cpu, 0) / 1e6) };
}

function print({ machine, load, jobs, files, runs, ratios, ...measured }: CompileResult): void {
  console.log(`${machine}, load ${load}; ${jobs} jobs in ${files} files, ${runs} runs of whole processes`);
  console.log(`${"seconds".padEnd(20)}${["min", "median", "max", "CPU"].map((name) => name.padStart(9)).join("")}`);
  for (const [name, { min, median, max, cpu }] of Object.entries(measured)) {
    console.log(`${name.padEnd(20)}${[min, median, max, cpu].map((one) => one.toFixed(2).padStart(9)).join("")}`);
  }
  for (const [name, ratio] of Object.entries(ratios)) console.log(`${name.padEnd(20)}${ratio.toFixed(3).padStart(9)}`);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
