import type { BinaryOperator, Expr } from "./ast.ts";
import { minusWithSpaces, spacedWord } from "./corrections.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { diagnose } from "./messages.ts";
import { cover } from "./source.ts";
import type { Span } from "./source.ts";

export interface Operator {
  readonly image: string;
  readonly span: Span;
}

/** From loosest to tightest; all of them associate to the left. */
const precedence: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  "??": 3,
  "++": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/** Builds the tree of `a op b op c …`; one operand more than operators. */
export function buildOperators(
  operands: readonly Expr[],
  operators: readonly Operator[],
): { readonly expr: Expr; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const stack: Expr[] = [];
  const pending: { readonly operator: BinaryOperator; readonly span: Span }[] = [];
  operands.forEach((operand, index) => {
    stack.push(operand);
    const next = operators[index];
    if (next === undefined) return;
    const operator = knownOperator(next, operand, operands[index + 1], diagnostics);
    while (binds(pending.at(-1)?.operator, operator)) combine(stack, pending);
    pending.push({ operator, span: next.span });
  });
  while (pending.length > 0) combine(stack, pending);
  const [expr] = stack;
  if (expr === undefined) throw new Error("A chain of operators without operands.");
  return { expr, diagnostics };
}

function binds(last: BinaryOperator | undefined, next: BinaryOperator): boolean {
  return last !== undefined && precedence[last] >= precedence[next];
}

function combine(stack: Expr[], pending: { readonly operator: BinaryOperator; readonly span: Span }[]): void {
  const right = stack.pop();
  const left = stack.pop();
  const last = pending.pop();
  if (left === undefined || right === undefined || last === undefined) return;
  const { operator, span } = last;
  stack.push({ kind: "binary", span: cover(left.span, right.span), operator, operatorSpan: span, left, right });
}

/** Reads an operator of another language as ours, with a message; checks the spaces around a minus. */
function knownOperator(
  token: Operator,
  left: Expr,
  right: Expr | undefined,
  diagnostics: Diagnostic[],
): BinaryOperator {
  if (token.image === "||" || token.image === "&&") {
    const meant =
      token.image === "&&"
        ? { hint: "Write `and`.", fix: spacedWord(token.span, "and") }
        : { hint: "Write `++` to join texts, or `or` between conditions." };
    diagnostics.push(diagnose("RDI1109", token.span, { operator: token.image, ...meant }));
    return token.image === "&&" ? "and" : "++";
  }
  if (token.image === "-" && right !== undefined && isCramped(token, left, right)) {
    const { file } = token.span;
    const span = cover(left.span, right.span);
    const text = (part: Span): string => file.text.slice(part.start, Math.min(part.end, part.start + 60));
    const spaced = `${text(left.span)} - ${text(right.span)}`;
    diagnostics.push(diagnose("RDI1009", span, { spaced, quoted: undefined, fix: minusWithSpaces(token.span) }));
  }
  return isBinaryOperator(token.image) ? token.image : "+";
}

/** A minus between two names that touches one of them. */
function isCramped(minus: Operator, left: Expr, right: Expr): boolean {
  const touches = left.span.end === minus.span.start || minus.span.end === right.span.start;
  return touches && endsWithName(left) && beginsWithName(right);
}

function endsWithName(expr: Expr): boolean {
  return expr.kind === "name" || expr.kind === "member";
}

function beginsWithName(expr: Expr): boolean {
  switch (expr.kind) {
    case "name":
    case "call":
      return true;
    case "member":
    case "index":
      return beginsWithName(expr.object);
    case "cast":
      return beginsWithName(expr.operand);
    default:
      return false;
  }
}

function isBinaryOperator(image: string): image is BinaryOperator {
  return Object.hasOwn(precedence, image);
}
