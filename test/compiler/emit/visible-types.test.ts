/** The program that checks emitted modules leaves much of the runtime out: what they can see of it must be there, and typed. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ts } from "ts-morph";
import { addModule, openProgram } from "../../../compiler/program.ts";
import { checkTexts } from "./check-texts.ts";

const IMPORT_ALL = 'import * as runtime from "rdi/runtime";\nexport const all = runtime;\n';

/** `decodeInt().raw`: where something is `any`, or missing, reached from what the module exports. */
function untyped(text: string): readonly string[] {
  const program = openProgram();
  const module = addModule(program, "all.ts", text).compilerNode;
  const checker = program.getProgram().compilerObject.getTypeChecker();
  const found: string[] = [];
  const seen = new Set<ts.Type>();
  const visit = (type: ts.Type, path: string): void => {
    if ((type.flags & ts.TypeFlags.Any) !== 0) found.push(path);
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) for (const part of type.types) visit(part, path);
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.parameters) visit(typeOf(parameter), `${path}().${parameter.name}`);
      visit(signature.getReturnType(), `${path}()`);
    }
    for (const property of type.getProperties().filter(isOurs)) visit(typeOf(property), `${path}.${property.name}`);
  };
  const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbolAtLocation(symbol, module);
  const symbol = checker.getSymbolAtLocation(module);
  if (symbol === undefined) throw new Error("The module exports nothing.");
  for (const exported of checker.getExportsOfModule(symbol)) visit(typeOf(exported), exported.name);
  return found;
}

function isOurs(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(({ parent }) => !parent.getSourceFile().fileName.includes("/node_modules/"));
}

test("nothing that an emitted module can import is any", () => {
  assert.equal(untyped(IMPORT_ALL), []);
});

test("something that is any would be noticed, however deep", () => {
  const text =
    'import { missing } from "node:missing";\nexport const f = (a: { b: (c: string) => typeof missing }) => a;\n';
  assert.equal(untyped(text), ["f().a.b()"]);
});

test("Buffer is a Buffer", () => {
  const problems = (text: string): string => {
    try {
      checkTexts([{ path: "a.ts", text }]);
      return "";
    } catch (error) {
      return String(error);
    }
  };
  assert.is(problems('export const text: string = Buffer.from("a").toString("latin1");\n'), "");
  assert.not(problems('export const text: number = Buffer.from("a").toString("latin1");\n') === "");
});

test.run();
