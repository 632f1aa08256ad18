/** docs/grammar.html: the grammar as diagrams. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parser } from "../../grammar/parser.ts";
import { draw } from "../../grammar/railroad/drawing.ts";
import { grammarPage } from "../../grammar/railroad/grammar-page.ts";
import { trackOf } from "../../grammar/railroad/track.ts";

const page = readFileSync(new URL("../../docs/grammar.html", import.meta.url), "utf8");
const anchors = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

test("docs/grammar.html is what the generator writes now", () => assert.is(page, grammarPage()));

test("every rule of the parser has one diagram", () => {
  const rules = Object.keys(parser.getGAstProductions());
  assert.equal(anchors.filter((id = "") => !id.startsWith("token-")).sort(), rules.sort());
  assert.is([...page.matchAll(/<svg /g)].length, rules.length);
});

test("every link leads to one place of the page itself, and nothing is loaded or run", () => {
  const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link = ""]) => link);
  assert.ok(links.length > 100);
  for (const link of links) assert.is(anchors.filter((id) => `#${id}` === link).length, 1, link);
  assert.not.match(page, /<script|<link|@import|url\(|https?:/);
});

test("every box and line of a diagram lies within it", () => {
  for (const [, width, height, content = ""] of page.matchAll(
    /<svg [^>]*width="(\d+)" height="([\d.]+)"[^>]*>(.*?)<\/svg>/g,
  )) {
    for (const [, x, y, boxWidth, boxHeight] of content.matchAll(
      /<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"/g,
    )) {
      assert.ok(Number(x) >= 0 && Number(x) + Number(boxWidth) <= Number(width));
      assert.ok(Number(y) >= 0 && Number(y) + Number(boxHeight) <= Number(height));
    }
    for (const [, x, y] of content.matchAll(/M([\d.-]+) ([\d.-]+)/g))
      assert.ok(Number(x) >= 0 && Number(x) <= Number(width) && Number(y) >= 0 && Number(y) <= Number(height));
  }
});

const terminal = (name: string) => ({ type: "Terminal" as const, name, label: name });

test("what is repeated after a separator is one loop with the separator on its way back", () => {
  const definition = [terminal("x"), { type: "Repetition" as const, definition: [terminal("comma"), terminal("x")] }];
  const token = (name: string) => ({ kind: "token", name, label: name });
  assert.equal(trackOf({ type: "Rule", definition }), { kind: "loop", item: token("x"), separator: token("comma") });
  const other = [terminal("x"), { type: "Repetition" as const, definition: [terminal("comma"), terminal("y")] }];
  assert.is(trackOf({ type: "Rule", definition: other }).kind, "sequence");
});

test("a way past or back makes room above or below", () => {
  const box = { kind: "token", name: "x", label: "x" } as const;
  const boxOf = () => ({ text: "x", style: "token", href: undefined }) as const;
  const plain = draw(box, boxOf);
  assert.ok(draw({ kind: "optional", item: box }, boxOf).up > plain.up);
  assert.ok(draw({ kind: "loop", item: box, separator: undefined }, boxOf).down > plain.down);
  assert.ok(draw({ kind: "choice", items: [box, box] }, boxOf).down > 2 * plain.down);
});

test.run();
