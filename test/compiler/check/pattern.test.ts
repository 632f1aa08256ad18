import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze } from "../../../compiler/compile.ts";

test("of a pattern that is wrong in ten thousand places the first hundred are told", () => {
  const pattern = "{a}".repeat(10_000);
  const text = `source redis { url: env("R") }
target db: postgres { url: env("D") }
job j { from hash "${pattern}" into db.t key (k) { k: text = @key } }
`;
  const { plan, diagnostics } = analyze([{ path: "wide.rdi", text }], "wide");
  assert.is(plan, undefined);
  assert.is(diagnostics.length, 100);
});

test.run();
