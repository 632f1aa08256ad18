/** One project for every kind of database with tables: nothing but the line of its target is another one. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, type Compilation } from "../../../compiler/compile.ts";
import { SYSTEMS, type System } from "../../../compiler/sql/dialects.ts";

const SHOP = readFileSync(new URL("../../../samples/shop/shop.rdi", import.meta.url), "utf8");
const TARGET = /^target warehouse: .*$/m;

function compileFor(system: System): Promise<Compilation> {
  const text = SHOP.replace(TARGET, `target warehouse: ${system} { url: env("WAREHOUSE_URL") }`);
  return compile([{ path: "shop.rdi", text }], { project: "shop", bundle: true });
}

function textOf({ files }: Compilation, path: string): string {
  return files.find((file) => file.path === path)?.text ?? "";
}

test("the shop has one target, on one line", () => {
  assert.is(SHOP.split("target ").length, 2);
  assert.match(SHOP, TARGET);
});

for (const system of SYSTEMS) {
  test(`the shop compiles for ${system} with only its target's line changed`, async () => {
    const made = await compileFor(system);
    assert.equal(made.diagnostics, []);
    assert.match(textOf(made, "worker.ts"), `${system}.target({`);
    for (const module of ["customers.ts", "cards.ts"]) {
      assert.match(textOf(made, module), `${system}.bigint(`);
      for (const other of SYSTEMS.filter((one) => one !== system)) assert.not.match(textOf(made, module), `${other}.`);
    }
    assert.match(textOf(made, "worker.mjs"), "WAREHOUSE_URL");
  });
}

test.run();
