import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SHAPES } from "../compiler/sql/shapes.ts";
import { sideBySide } from "./side-by-side.ts";

const folder = new URL("sql/", import.meta.url);

for (const shape of SHAPES) {
  test(`the SQL of ${shape.name} is that of its file, in every dialect`, () => {
    assert.is(readFileSync(new URL(`${shape.name}.txt`, folder), "utf8"), sideBySide(shape));
  });
}

test("every file belongs to a shape", () => {
  assert.equal(readdirSync(folder).sort(), SHAPES.map(({ name }) => `${name}.txt`).sort());
});

test.run();
