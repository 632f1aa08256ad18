import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze, compile } from "../../compiler/compile.ts";

const SOURCE = 'source redis { url: env("REDIS_URL") }\n';
const TARGET = 'target db: postgres { url: env("DB_URL") }\n';
const JOB = 'job j {\n  from hash "t:{id:int}"\n  into db.t key (id) { id: int = @id }\n}\n';

/** `a.rdi RDI2004 lowr`: what is said, in order. */
function said(texts: Readonly<Record<string, string>>): readonly string[] {
  const sources = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const { plan, diagnostics } = analyze(sources, "shop");
  assert.is(
    plan === undefined,
    diagnostics.some(({ severity }) => severity === "error"),
  );
  return diagnostics.map(({ code, span }) => `${span.file.path} ${code} ${span.file.text.slice(span.start, span.end)}`);
}

test("a project without mistakes has a plan", () => {
  assert.equal(said({ "shop.rdi": SOURCE + TARGET + JOB }), []);
});

test("a syntax error brings no complaints about what may stand in the part that can't be read", () => {
  assert.equal(said({ "a.rdi": `sorce redis { url: env("REDIS_URL") }\n${TARGET}${JOB}` }), ["a.rdi RDI1103 sorce"]);
  assert.equal(said({ "a.rdi": `${SOURCE}targt db: postgres { url: env("DB_URL") }\n`, "b.rdi": JOB }), [
    "a.rdi RDI1103 targt",
  ]);
});

test("what is certainly wrong is said beside a syntax error", () => {
  const text = `sorce redis { }\n${TARGET}${JOB.replace("id: int = @id", "id: intt = @id")}`;
  assert.equal(said({ "a.rdi": text }), ["a.rdi RDI1103 sorce", "a.rdi RDI2003 intt"]);
});

test("diagnostics come in the order of the files, and of the text in each, whichever phase found them", () => {
  const job = (name: string): string => JOB.replaceAll(/\bj\b|\bt\b/g, name).replace("id: int = @id", "id: intt = @id");
  assert.equal(said({ "b.rdi": `${job("b")}tst "x" { }\n`, "a.rdi": `jb c { }\n${SOURCE}${TARGET}${job("a")}` }), [
    "b.rdi RDI2003 intt",
    "b.rdi RDI1103 tst",
    "a.rdi RDI1103 jb",
    "a.rdi RDI2003 intt",
  ]);
});

test("a project with errors becomes no files", async () => {
  const { files, plan } = await compile([{ path: "a.rdi", text: JOB }], { project: "shop", bundle: false });
  assert.equal(files, []);
  assert.is(plan, undefined);
});

test.run();
