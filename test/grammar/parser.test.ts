import { readFileSync } from "node:fs";
import { format } from "prettier";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { cstTypes } from "../../grammar/generate-cst.ts";
import { contextualKeywords, reservedKeywords } from "../../grammar/keywords.ts";
import { RdiParser } from "../../grammar/parser.ts";
import { suggest } from "../../grammar/suggest.ts";
import { allTokens } from "../../grammar/tokens.ts";
import { AstVisitor } from "../../grammar/visitor.ts";
import { source } from "./support.ts";

test("the grammar is LL(2) without ambiguity: building the parser raises no error", () => {
  assert.not.throws(() => new RdiParser());
});

test("the visitor has a method for each rule of the grammar", () => {
  assert.not.throws(() => new AstVisitor(source(""), new Map()));
});

test("the types of the concrete syntax tree are those of the grammar", async () => {
  const options = { parser: "typescript", printWidth: 120 } as const;
  const written = readFileSync(new URL("../../grammar/cst.ts", import.meta.url), "utf8");
  assert.is(await format(written, options), await format(cstTypes(), options));
});

test("every token has a label for people", () => {
  for (const { name, LABEL } of [...allTokens, ...contextualKeywords, ...reservedKeywords]) {
    assert.ok(LABEL !== undefined && LABEL !== name && LABEL.length > 0, name);
  }
});

test("suggestions are near, few, nearest first and deterministic", () => {
  assert.equal(suggest("form", ["from", "for", "where", "let"]), ["for", "from"]);
  assert.equal(suggest("Region", ["region", "reason"]), ["region", "reason"]);
  assert.equal(suggest("x", ["y", "z"]), []);
  assert.equal(suggest("customer_name", ["order_total"]), []);
  assert.is(suggest("aaa", ["aab", "aac", "aad", "aae", "aaf"]).length, 4);
  assert.equal(suggest("aaa", ["aac", "aab"]), suggest("aaa", ["aab", "aac"]));
});

test.run();
