/** Calls are written out, so they are counted: by job, and by project. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { declarations, findings } from "./support.ts";

/** A call of `k` is written out as 2047 calls, one of `j` as half of them. */
const FUNCTIONS = ["a(x: int) = x + x", ..."bcdefghijk"].map((name, at) =>
  at === 0 ? `fn ${name}` : `fn ${name}(x: int) = ${"abcdefghij"[at - 1]}(x) + ${"abcdefghij"[at - 1]}(x + 1)`,
);

function project(calls: readonly string[]): string {
  const jobs = calls.map(
    (call, at) =>
      `job j${at} { from hash "t${at}:{id:int}" into db.t${at} key (id) { id: bigint = @id, v: int = ${call} } }`,
  );
  return [declarations, ...FUNCTIONS, ...jobs].join("\n");
}

const tooMany = (calls: readonly string[]): readonly string[] =>
  findings(project(calls)).filter((one) => one.startsWith("RDI2057"));

test("a job has a thousand calls written out, and not two thousand", () => {
  assert.equal(tooMany(["j(v)", "k(v)", "j(w)"]), ["RDI2057 k(v)"]);
});

test("each job's calls are its own until the project has too many: then every one that is left says so", () => {
  const jobs = Array.from({ length: 52 }, (_, at) => `j(v${at})`);
  assert.equal(tooMany(jobs), ["RDI2057 j(v48)", "RDI2057 j(v49)", "RDI2057 j(v50)", "RDI2057 j(v51)"]);
});

test.run();
