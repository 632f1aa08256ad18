import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "../../grammar/parse.ts";

const folder = new URL("./fixtures/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".rdi"));

const declarations: Readonly<Record<string, number>> = {
  "00_tour.rdi": 12,
  "01_orders_nested.rdi": 3,
  "02_sessions.rdi": 4,
  "03_sets_and_zsets.rdi": 6,
  "04_inventory.rdi": 3,
  "05_audit_history.rdi": 4,
  "06_soft_delete_multi_target.rdi": 4,
  "07_tenants.rdi": 5,
  "08_values.rdi": 4,
  "09_route_by_type.rdi": 2,
  "guide.rdi": 13,
  "shared.rdi": 3,
};

test("every fixture is listed", () => {
  assert.equal(names.sort(), Object.keys(declarations).sort());
});

for (const name of names) {
  test(`${name} parses without a diagnostic`, () => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const { file, diagnostics } = parse({ path: name, text });
    assert.equal(
      diagnostics.map(({ code, label }) => `${code} ${label}`),
      [],
    );
    assert.is(file.declarations.length, declarations[name]);
  });

  test(`${name} parses with CRLF and with a byte order mark`, () => {
    const text = `\uFEFF${readFileSync(new URL(name, folder), "utf8").replaceAll("\n", "\r\n")}`;
    assert.is(parse({ path: name, text }).diagnostics.length, 0);
  });
}

test.run();
