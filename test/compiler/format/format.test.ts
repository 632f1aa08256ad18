/**
 * Whatever parses can be formatted, and only its layout changes. Texts come from the whole repository and from a generator, and are laid out
 * anew at random. A failure prints its seed; RDI_SEED repeats it.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatText } from "../../../compiler/format/format.ts";
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
  for (let round = 0; round < 600; round++) {
    const text = laidOutAnew(dice.pick(texts), dice);
    if (!parses(text)) continue;
    found++;
    await checked(text);
  }
  assert.ok(found > 300, `${found}`);
});

test("random sentences, laid out anew", async () => {
  let found = 0;
  for (let round = 0; round < 800; round++) {
    const text = laidOutAnew(someFile(dice), dice);
    if (!parses(text)) continue;
    found++;
    await checked(text);
  }
  assert.ok(found > 400, `${found}`);
});

test.run();
