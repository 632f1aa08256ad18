import { test } from "uvu";
import * as assert from "uvu/assert";
import { lineSpanAt, positionAt } from "../../grammar/source.ts";
import { random } from "../support/random.ts";

const pieces = ["a", "é", "\n", "\n\n", "\r\n", "\r", "😀", "\ud800", "\udc00", "日", "\u2028"];

test("lines and columns are those that one counts by hand", () => {
  const source = random();
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: source.int(0, 30) }, () => source.pick(pieces)).join("");
    const file = { path: "a.rdi", text };
    for (let offset = 0; offset <= text.length; offset++) {
      const lines = text.slice(0, offset).split("\n");
      const last = lines.at(-1) ?? "";
      assert.equal(positionAt(file, offset), { line: lines.length, column: Array.from(last).length + 1 });
      const span = lineSpanAt(file, offset);
      assert.is(text.slice(span.start, span.end), text.split("\n")[lines.length - 1]);
    }
  }
});

test.run();
