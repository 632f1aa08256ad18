/**
 * The forms of a report that programs read. Each says of every code what its text says, which readers made after the forms' specifications find
 * out; what they look like is in test/errors/forms. RDI_UPDATE=1 writes what they look like now.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import Draft4 from "ajv-draft-04";
import { Ajv2020 } from "ajv/dist/2020.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { DIAGNOSTICS_SCHEMA, EXPLAIN_SCHEMA } from "../../../compiler/commands/schemas.ts";
import { applyEdits } from "../../../compiler/fix/apply-fixes.ts";
import { explainJson, knownCodes } from "../../../compiler/report/explain.ts";
import { render, type Form } from "../../../compiler/report/form.ts";
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { diagnosticsOf, errorGoldens } from "../../support/error-goldens.ts";
import { random } from "../../support/random.ts";
import {
  applySarifFix,
  readSarif,
  readWorkflowCommands,
  type SarifLog,
  type ToldDiagnostic,
  type ToldPosition,
} from "../../support/sarif-reader.ts";

const all = errorGoldens().flatMap(({ source, lock }) => diagnosticsOf(source, lock));

function fail(): never {
  throw new Error("there is none");
}

function rendered(form: Form, diagnostics: readonly Diagnostic[]): string {
  return render(form, { diagnostics, files: [], color: false });
}

/** By counting the characters before it. */
function positionOf({ text }: { readonly text: string }, offset: number): ToldPosition {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: Array.from(lines.at(-1) ?? "").length + 1 };
}

function told({ code, severity, title, span, label, details, hint }: Diagnostic): ToldDiagnostic {
  const text = [label, ...details, ...(hint === undefined ? [] : [hint])].join("\n");
  const [start, end] = [positionOf(span.file, span.start), positionOf(span.file, span.end)];
  return { code, severity, title, path: span.file.path, start, end, text };
}

/** Workflow commands have no columns where a place has several lines. */
function withoutColumns(one: ToldDiagnostic): ToldDiagnostic {
  if (one.start.line === one.end.line) return one;
  return { ...one, start: { ...one.start, column: NaN }, end: { line: one.end.line ?? NaN } };
}

function shown(diagnostics: readonly ToldDiagnostic[]): string {
  return diagnostics.map((one) => JSON.stringify(one)).join("\n");
}

/** Of SARIF the results: what stands around them is the same for all. */
function golden(form: Exclude<Form, "text">): string {
  const text = rendered(form, all);
  return form === "sarif" ? `${JSON.stringify((JSON.parse(text) as SarifLog).runs[0].results, null, 2)}\n` : text;
}

for (const form of ["json", "sarif", "github"] as const) {
  test(`${form} of every message looks as test/errors/forms/${form}.txt has it`, () => {
    const path = new URL(`../../errors/forms/${form}.txt`, import.meta.url);
    if (process.env["RDI_UPDATE"] === "1") writeFileSync(path, golden(form));
    assert.is(readFileSync(path, "utf8"), golden(form));
  });
}

test("there is a diagnostic of every code of the compiler that a source can have", () => {
  const codes = new Set<string>(all.map(({ code }) => code));
  const missing = knownCodes().filter((code) => code < "RDI5" && !codes.has(code));
  assert.equal(missing, ["RDI1901"]);
});

test("SARIF says of every code what the text says", () => {
  assert.is(shown(readSarif(JSON.parse(rendered("sarif", all)))), shown(all.map(told)));
});

test("workflow commands say of every code what the text says", () => {
  assert.is(shown(readWorkflowCommands(rendered("github", all))), shown(all.map(told).map(withoutColumns)));
});

test("JSON says of every code what the text says, with the places that explain it", () => {
  const { diagnostics } = JSON.parse(rendered("json", all));
  diagnostics.forEach((one: Readonly<Record<string, unknown>>, index: number) => {
    const { code, severity, title, label, details, hint, span, related } = all[index] ?? fail();
    const place = (of: Diagnostic["span"]) => ({
      file: of.file.path,
      start: positionOf(of.file, of.start),
      end: positionOf(of.file, of.end),
    });
    const { fix: _, ...rest } = one;
    const places = related.map((other) => ({ ...place(other.span), label: other.label }));
    assert.equal(rest, { ...place(span), code, severity, title, label, details, hint: hint ?? null, related: places });
  });
  assert.is(diagnostics.length, all.length);
});

test("SARIF keeps the places that explain", () => {
  const log: SarifLog = JSON.parse(rendered("sarif", all));
  const labels = log.runs[0].results.map(({ relatedLocations = [] }) =>
    relatedLocations.map(({ message }) => message?.text),
  );
  const braced = (text: string): string => text.replaceAll("{", "{{").replaceAll("}", "}}");
  assert.equal(
    labels,
    all.map(({ related }) => related.map(({ label }) => braced(label))),
  );
});

test("a correction in SARIF, made by lines and columns, is the one that --fix makes", () => {
  const fixable = all.filter((one) => one.fix !== undefined);
  assert.ok(fixable.length > 20);
  const { results } = (JSON.parse(rendered("sarif", fixable)) as SarifLog).runs[0];
  fixable.forEach(({ span: { file }, fix }, index) => {
    const result = results[index] ?? fail();
    assert.is(applySarifFix(file.text, result), applyEdits(file, fix?.edits ?? []).text);
  });
});

const sarifSchema: object = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
/** Formats are of no use without a library for them: uri is the only one that matters, and the URIs are read above. */
const validSarif = new Draft4.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  sarifSchema,
);

function sarifProblems(diagnostics: readonly Diagnostic[]): string {
  return validSarif(JSON.parse(rendered("sarif", diagnostics))) ? "" : JSON.stringify(validSarif.errors, null, 2);
}

test("SARIF is valid by its published schema, for every code and for none", () => {
  assert.is(sarifProblems(all), "");
  assert.is(sarifProblems([]), "");
});

test("the published schema notices a wrong level", () => {
  const text = rendered("sarif", all.slice(0, 1)).replace('"level": "error"', '"level": "fatal"');
  assert.not(validSarif(JSON.parse(text)));
});

/** What is said, but with every object closed: a property that nobody described is noticed. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return "properties" in schema ? { ...inner, additionalProperties: false } : inner;
}

test("JSON is as its schema says, without another property", () => {
  const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(closed(DIAGNOSTICS_SCHEMA) as object);
  assert.ok(valid(JSON.parse(rendered("json", all))), JSON.stringify(valid.errors));
  assert.not(valid({ diagnostics: [], files: [], more: 1 }));
});

test("explain --json is as its schema says, for every code", () => {
  const valid = new Ajv2020({ strict: true }).compile(closed(EXPLAIN_SCHEMA) as object);
  for (const code of knownCodes()) {
    assert.ok(valid(JSON.parse(explainJson(code) ?? "{}")), `${code}: ${JSON.stringify(valid.errors)}`);
  }
});

const ODD = ["%", "\r", "\n", ":", ",", "::", "%0A", "{", "}", "{0}", "[a](b)", "=", "é", "𝒳", " ", '"', "\\", "a"];

test("odd characters in paths, titles and sentences come through every form", () => {
  const { pick, int } = random();
  const odd = (most: number): string => Array.from({ length: int(1, most) }, () => pick(ODD)).join("");
  for (let round = 0; round < 300; round++) {
    const file = { path: `a/${odd(4).replaceAll(/[\\\r\n]/g, "")}b.rdi`, text: `${odd(9)}${odd(9)}` };
    const [a, b] = [int(0, file.text.length), int(0, file.text.length)];
    const span = { file, start: Math.min(a, b), end: Math.max(a, b) };
    const one: Diagnostic = {
      ...{ code: "RDI2020", severity: "error", title: "Type does not fit", span, related: [] },
      ...{ label: odd(6), details: [odd(6)], hint: odd(6) },
    };
    const expected = told(one);
    assert.is(shown(readSarif(JSON.parse(rendered("sarif", [one])))), shown([expected]));
    assert.is(shown(readWorkflowCommands(rendered("github", [one]))), shown([withoutColumns(expected)]));
    assert.is(sarifProblems([one]), "");
  }
});

test("an absolute path is a file URI in SARIF", () => {
  const file = { path: process.platform === "win32" ? "C:\\a b\\x.rdi" : "/a b/x.rdi", text: "job" };
  const log: SarifLog = JSON.parse(
    rendered("sarif", [{ ...(all[0] ?? fail()), span: { file, start: 0, end: 3 }, fix: undefined }]),
  );
  assert.match(
    log.runs[0].results[0]?.locations[0].physicalLocation.artifactLocation.uri ?? "",
    /^file:\/\/\/.*a%20b\/x\.rdi$/,
  );
});

test.run();
