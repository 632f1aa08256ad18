/**
 * Whatever parses can be formatted, and only its layout changes. Texts come from the whole repository and from a generator, and are laid out
 * anew at random. A failure prints its seed; RDI_SEED repeats it.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatText } from "../../../compiler/format/format.ts";
import { everyShape } from "../../fuzz/nesting.ts";
import { random } from "../../support/random.ts";
import { someFile } from "./random-file.ts";
import { meaningOf, parses, textsThatParse } from "./texts.ts";
import { commentsOf, laidOutAnew, tokensOf } from "./written-text.ts";

const dice = random();
const texts = textsThatParse();

/** All that must hold of a formatted text. Returns it. */
async function checked(text: string): Promise<string> {
  const formatted = await formatText(text);
  const context = `RDI_SEED=${dice.seed}\n--- from\n${text}\n--- to\n${formatted}`;
  assert.equal(commentsOf(formatted), commentsOf(text), `comments, ${context}`);
  assert.equal(tokensOf(formatted), tokensOf(text), `tokens, ${context}`);
  assert.ok(meaningOf(formatted) === meaningOf(text), `another tree, ${context}`);
  const again = await formatText(formatted);
  assert.ok(again === formatted, `once more it becomes\n${again}\n${context}`);
  if (!text.includes("prettier-ignore")) assert.not.match(formatted, /[ \t]\n|\n\n\n|^\n|\n\n$|[^\n]$/, context);
  return formatted;
}

test("every text of the repository keeps its tokens, its comments and its meaning", async () => {
  assert.ok(texts.length > 150, `${texts.length}`);
  for (const text of texts) await checked(text);
});

test("the same tokens laid out anew", async () => {
  let found = 0;
  for (let round = 0; round < 400; round++) {
    const text = laidOutAnew(dice.pick(texts), dice);
    if (!parses(text)) continue;
    found++;
    await checked(text);
  }
  assert.ok(found > 250, `${found}`);
});

test("random sentences, laid out anew", async () => {
  let found = 0;
  for (let round = 0; round < 500; round++) {
    const text = laidOutAnew(someFile(dice), dice);
    if (!parses(text)) continue;
    found++;
    await checked(text);
  }
  assert.ok(found > 300, `${found}`);
});

test("deep and long shapes", async () => {
  const shapes = [20, 59, 200].flatMap(everyShape).filter(parses);
  assert.ok(shapes.length > 100, `${shapes.length}`);
  for (const text of shapes) await checked(text);
});

/** Far more than it takes on a busy machine; with the square of the length it would take minutes. */
const MOST_SECONDS = 40;

const large: Readonly<Record<string, string>> = {
  "one list on one line": `fn f() = [${"[1, 2], ".repeat(20_000)}1]\n`,
  "one arm": `fn f() = case a when ${"1, ".repeat(200_000)}2 then 3 end\n`,
  "many lines": `delivery {\n${"  batch: 500 // so many\n".repeat(20_000)}}\n`,
  "many columns": `job j {\n  from hash "a"\n  into db.t {\n${"    a: int = b\n".repeat(10_000)}  }\n}\n`,
  "many comments": `job j {\n${"  // one\n".repeat(150_000)}  from hash "a"\n}\n`,
  "a megabyte of text": `fn f() = "${"x".repeat(1_000_000)}"\n`,
};

for (const [what, text] of Object.entries(large)) {
  test(`${what}: a large file takes time in proportion`, async () => {
    const { user } = process.cpuUsage();
    assert.ok((await formatText(text)) === text);
    assert.ok(process.cpuUsage().user - user < MOST_SECONDS * 1_000_000);
  });
}

test.run();
