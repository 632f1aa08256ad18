/** The tests that documents show pass. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rehearsalOf } from "../../compiler/commands/test.ts";
import { analyze } from "../../compiler/compile.ts";
import { DOCUMENTS, documentText } from "./documents.ts";
import { projectOf } from "./frames.ts";
import { blocksOf } from "./markdown.ts";

const fences = DOCUMENTS.flatMap((file) =>
  blocksOf(documentText(file)).flatMap((block) => {
    const isTested = block.kind === "fence" && block.language.startsWith("rdi") && /^test "/m.test(block.text);
    return isTested ? [{ file, ...block }] : [];
  }),
);

test("the language reference and the README show some", () => {
  assert.equal(
    ["README.md", "docs/language.md"].filter((file) => !fences.some((fence) => fence.file === file)),
    [],
  );
});

for (const { file, line, language, text } of fences) {
  test(`the tests of ${file}:${line} pass`, async () => {
    const { tests } = analyze([{ path: "shop.rdi", text: projectOf(language, text) ?? "" }], "shop");
    assert.ok(tests !== undefined && tests.stories.length > 0);
    const run = await rehearsalOf(tests);
    for (const story of tests.stories) assert.equal((await run(story)).failures, [], story.title);
  });
}

test.run();
