import { resolve } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fileOf } from "../../../runtime/sinks/sqlite/file-url.ts";

const files: readonly (readonly [string, string | undefined])[] = [
  ["file:shop.db", resolve("shop.db")],
  ["sqlite:data/shop.db", resolve("data/shop.db")],
  ["file:./shop.db", resolve("shop.db")],
  ["file:../shop.db", resolve("../shop.db")],
  ["file:/var/lib/shop.db", "/var/lib/shop.db"],
  ["file:///var/lib/shop.db", "/var/lib/shop.db"],
  ["sqlite:///var/lib/shop.db", "/var/lib/shop.db"],
  ["file://localhost/var/lib/shop.db", "/var/lib/shop.db"],
  ["file:a%20b%3Fc.db", resolve("a b?c.db")],
  ["file:", undefined],
  ["file::memory:", undefined],
  ["sqlite::memory:", undefined],
  ["file:shop.db?mode=ro", undefined],
  ["file:shop.db#x", undefined],
  ["file://elsewhere/shop.db", undefined],
  ["file:%zz", undefined],
  ["file:a%00b", undefined],
  ["shop.db", undefined],
  ["postgres://localhost/shop", undefined],
];

for (const [url, file] of files) {
  test(`${url} is ${file === undefined ? "no file" : "a file"}`, () => assert.is(fileOf(url), file));
}

test.run();
