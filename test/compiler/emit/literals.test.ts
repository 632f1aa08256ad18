/** Literals yield their text, and ts-morph's code writer knows where each of them ends. */
import { CodeBlockWriter } from "ts-morph";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { patternForms } from "../../../compiler/emit/key-pattern.ts";
import {
  commentText,
  latin1Literal,
  lineComment,
  regexLiteral,
  stringLiteral,
  templateLiteral,
} from "../../../compiler/emit/literals.ts";
import { random } from "../../support/random.ts";

const rng = random();
const PIECES = [
  "a",
  " ",
  "\\",
  "/",
  '"',
  "'",
  "`",
  "$",
  "{",
  "}",
  "*",
  "\n",
  "\r",
  "/*",
  "*/",
  "//",
  "${",
  "\u2028",
  "é",
];
const ROUNDS = 3000;

function anyText(): string {
  return Array.from({ length: rng.int(0, 6) }, () => rng.pick(PIECES)).join("");
}

function evaluate(source: string): unknown {
  return new Function(`return ${source};`)();
}

/** A literal in the middle of other text: behind it the writer sees a string where one begins, and indents where a line does. */
function isFollowed(text: string): void {
  const writer = new CodeBlockWriter({ indentNumberOfSpaces: 2 });
  writer.inlineBlock(() => {
    writer.write("a(").write(text).write(");").newLine().write('b("');
    assert.ok(writer.isInString(), text);
    assert.not(writer.isInComment(), text);
  });
  assert.ok(writer.toString().endsWith('\n  b("\n}'), writer.toString());
}

test("a string literal yields its text, and ends where the writer thinks", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const text = anyText();
    assert.is(evaluate(stringLiteral(text)), text);
    isFollowed(stringLiteral(text));
  }
});

test("a template literal yields its text, and its lines are not indented", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const text = anyText();
    const literal = templateLiteral(text);
    assert.is(evaluate(literal), text);
    const writer = new CodeBlockWriter();
    writer.inlineBlock(() => writer.write(literal));
    assert.is(writer.toString(), `{\n    ${literal}\n}`);
    isFollowed(literal);
  }
});

test("a regular expression matches its text, and ends where the writer thinks", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const text = `${anyText()}:`;
    const source = patternForms({ text: "", parts: [{ kind: "literal", text }] }).regexSource;
    const regex = evaluate(regexLiteral(source));
    assert.instance(regex, RegExp);
    assert.ok(regex instanceof RegExp && regex.test(Buffer.from(text).toString("latin1")), regexLiteral(source));
    isFollowed(regexLiteral(source));
  }
});

test("comments end where they should", () => {
  for (let round = 0; round < ROUNDS; round++) {
    const text = anyText();
    isFollowed(`/* ${commentText(text)} */`);
    isFollowed(`0 ${lineComment(text)}\n`);
    assert.is(evaluate(`0 /* ${commentText(text)} */`), 0);
    assert.is(evaluate(`0 ${lineComment(text)}\n`), 0);
  }
});

test("ordinary texts are written as one would write them", () => {
  assert.is(stringLiteral(`it's "here"/*`), `"it's \\"here\\"/*"`);
  assert.is(stringLiteral("a\\b"), '"a\\\\b"');
  assert.is(stringLiteral("a\\"), '"a\\u005c"');
  assert.is(templateLiteral(`SELECT "a" -- 'b'`), "`SELECT \"a\" -- 'b'`");
  assert.is(regexLiteral("^a\\/b$"), "/^a\\/b$/");
  assert.is(regexLiteral("^a\\/\\*'$"), "/^a\\x2f\\*\\x27$/");
  assert.is(latin1Literal("\xc3\xa9"), '"\\xc3\\xa9"');
});

test.run();
