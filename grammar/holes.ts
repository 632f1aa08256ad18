import type { CstNode, IToken } from "chevrotain";
import type { Expr, Name, StringPart } from "./ast.ts";
import type { CaptureCstNode, ReferenceCstNode, ReferenceStepCstNode } from "./cst.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { layOut } from "./layout.ts";
import { lexPart, tokenSpan } from "./lexer.ts";
import { diagnose } from "./messages.ts";
import { parser } from "./parser.ts";
import { cover } from "./source.ts";
import type { SourceFile, Span } from "./source.ts";

/** In the pattern of `from` a hole declares a capture; in every other text it refers to a value. */
export type HoleKind = "capture" | "reference";

interface Hole {
  readonly part: StringPart | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the hole whose braces stand at `range`. */
export function readHole(
  file: SourceFile,
  range: { readonly start: number; readonly end: number },
  kind: HoleKind,
): Hole {
  const span: Span = { file, ...range };
  const text = file.text.slice(range.start + 1, range.end - 1);
  if (text.trim() === "") return failed(diagnose("RDI1204", span, {}));
  if (text.length > longestHole) return failed(kind === "capture" ? badCapture(span, text) : notReference(span));
  const { tokens, diagnostics } = lexPart(file, range.start + 1, range.end - 1);
  const captured = diagnostics.length === 0 ? parseRule(tokens, () => parser.capture()) : undefined;
  const named = captured as CaptureCstNode | undefined;
  if (kind === "capture")
    return named === undefined ? failed(badCapture(span, text)) : found(captureOf(file, span, named));
  if (named?.children.Colon !== undefined) {
    return failed(diagnose("RDI1203", span, { name: named.children.BareName[0]?.image ?? "" }));
  }
  const reference = diagnostics.length === 0 ? parseRule(tokens, () => parser.reference()) : undefined;
  if (reference === undefined) return failed(notReference(span));
  return found({ kind: "hole", span, value: referenceOf(file, reference as ReferenceCstNode) });
}

const longestHole = 1000;

function found(part: StringPart | undefined): Hole {
  return { part, diagnostics: [] };
}

function failed(diagnostic: Diagnostic): Hole {
  return { part: undefined, diagnostics: [diagnostic] };
}

function badCapture(span: Span, text: string): Diagnostic {
  return diagnose("RDI1202", span, { text: text.length > 40 ? `${text.slice(0, 40)}…` : text.trim() });
}

function notReference(span: Span): Diagnostic {
  return diagnose("RDI1201", span, {});
}

function parseRule(tokens: IToken[], rule: () => CstNode): CstNode | undefined {
  layOut(tokens);
  parser.input = tokens;
  const node = rule();
  return parser.errors.length === 0 ? node : undefined;
}

function captureOf(file: SourceFile, span: Span, node: CaptureCstNode): StringPart | undefined {
  const [name, type] = node.children.BareName;
  if (name === undefined) return undefined;
  return { kind: "capture", span, name: nameOf(file, name), type: type === undefined ? undefined : nameOf(file, type) };
}

function referenceOf(file: SourceFile, node: ReferenceCstNode): Expr {
  const { AtName, BareName, referenceStep = [] } = node.children;
  const at = AtName?.[0];
  const name = BareName?.[0];
  let value: Expr = { kind: "null", span: { file, start: 0, end: 0 } };
  if (at !== undefined) value = { kind: "at", span: tokenSpan(file, at), name: at.image.slice(1) };
  else if (name !== undefined) value = { kind: "name", span: tokenSpan(file, name), name: nameOf(file, name) };
  for (const step of referenceStep) value = takeStep(file, value, step);
  return value;
}

function takeStep(file: SourceFile, object: Expr, step: ReferenceStepCstNode): Expr {
  const { AnyName, Number: number, Minus, RBracket } = step.children;
  const name = AnyName?.[0];
  if (name !== undefined) {
    return { kind: "member", span: cover(object.span, tokenSpan(file, name)), object, name: nameOf(file, name) };
  }
  const digits = number?.[0];
  const close = RBracket?.[0];
  if (digits === undefined || close === undefined) return object;
  const position: Expr = { kind: "number", span: tokenSpan(file, digits), text: digits.image };
  const minus = Minus?.[0];
  const index: Expr =
    minus === undefined
      ? position
      : { kind: "unary", span: cover(tokenSpan(file, minus), position.span), operator: "-", operand: position };
  return { kind: "index", span: cover(object.span, tokenSpan(file, close)), object, index };
}

function nameOf(file: SourceFile, token: IToken): Name {
  const quoted = token.image.startsWith("`");
  const text = quoted ? token.image.slice(1, -1).replaceAll("``", "`") : token.image;
  return { text, quoted, span: tokenSpan(file, token) };
}
