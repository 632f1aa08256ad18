import type { CstNode, IToken } from "chevrotain";
import type * as ast from "./ast.ts";
import type * as cst from "./cst.ts";
import { commaBefore, lowerCaseRun } from "./corrections.ts";
import { buildOperators } from "./operators.ts";
import { cover } from "./source.ts";
import type { Span } from "./source.ts";
import { durationOf, sizeOf } from "./literals.ts";
import { AstVisitorBase, present } from "./visitor-base.ts";

/** Expressions. A rule of an expression that failed is not in the tree, so what is in the tree is complete. */
export class ExpressionVisitor extends AstVisitorBase {
  expression(node: cst.ExpressionCstNode): ast.Expr {
    const operands = node.children.comparison.map((child) => this.comparison(child));
    return this.operators(operands, node.children.LogicalOperator ?? []);
  }

  comparison(node: cst.ComparisonCstNode): ast.Expr {
    const { arithmetic, comparisonRest, Not = [] } = node.children;
    const left = this.first(arithmetic, (child) => this.arithmetic(child), node);
    const rest = comparisonRest?.[0];
    return this.prefixed("not", Not, rest === undefined ? left : this.compare(left, rest));
  }

  comparisonRest(node: cst.ComparisonRestCstNode): ast.Expr {
    return this.compare({ kind: "null", span: this.spanOf(node) }, node);
  }

  private compare(left: ast.Expr, node: cst.ComparisonRestCstNode): ast.Expr {
    const { arithmetic = [], Comparator, Is, Not, In, Between, Matches } = node.children;
    const [right, upper] = arithmetic.map((child) => this.arithmetic(child));
    const word = Comparator?.[0] ?? Is?.[0] ?? In?.[0] ?? Between?.[0] ?? Matches?.[0];
    if (right === undefined || word === undefined) return left;
    const not = Not?.[0];
    const wordSpan = this.tokenSpan(word);
    const operatorSpan = not === undefined ? wordSpan : cover(wordSpan, this.tokenSpan(not));
    const operator = Comparator === undefined ? wordOperator(word.image, not !== undefined) : this.comparator(word);
    return {
      kind: "comparison",
      span: cover(left.span, (upper ?? right).span),
      operator,
      operatorSpan,
      left,
      right,
      upper,
    };
  }

  private comparator(token: IToken): ast.ComparisonOperator {
    const span = this.tokenSpan(token);
    if (token.image === "=") this.report("RDI1108", span, {});
    else if (token.image === "<>" || token.image === "!==") {
      this.report("RDI1109", span, {
        operator: token.image,
        hint: "Write `!=`, or `is not` when null counts as a value.",
        fix: "!=",
      });
      return "!=";
    } else if (token.image === "===") {
      this.report("RDI1109", span, {
        operator: token.image,
        hint: "Write `==`, or `is` when null counts as a value.",
        fix: "==",
      });
    }
    const known = comparators.find((comparator) => comparator === token.image);
    return known ?? "==";
  }

  arithmetic(node: cst.ArithmeticCstNode): ast.Expr {
    const operands = node.children.operand.map((child) => this.operand(child));
    return this.operators(operands, node.children.ArithmeticOperator ?? []);
  }

  private operators(operands: readonly ast.Expr[], tokens: readonly IToken[]): ast.Expr {
    const operators = tokens.map((token) => ({ image: token.image, span: this.tokenSpan(token) }));
    const { expr, diagnostics } = buildOperators(operands, operators);
    this.diagnostics.push(...diagnostics);
    return expr;
  }

  operand(node: cst.OperandCstNode): ast.Expr {
    const { Minus = [], accessStep = [], As = [], type = [] } = node.children;
    let value = this.primary(node);
    for (const step of accessStep) value = this.access(value, step);
    for (const cast of type.slice(0, As.length)) {
      const reference = this.type(cast);
      value = { kind: "cast", span: cover(value.span, reference.span), operand: value, type: reference };
    }
    return this.prefixed("-", Minus, value);
  }

  private prefixed(operator: "-" | "not", tokens: readonly IToken[], operand: ast.Expr): ast.Expr {
    return tokens.reduceRight<ast.Expr>(
      (value, token) => ({ kind: "unary", span: cover(this.tokenSpan(token), value.span), operator, operand: value }),
      operand,
    );
  }

  private primary(node: cst.OperandCstNode): ast.Expr {
    const { Literal, nameOrCall, group, list, object, caseExpression } = node.children;
    if (Literal?.[0] !== undefined) return this.literal(Literal[0]);
    if (nameOrCall?.[0] !== undefined) return this.nameOrCall(nameOrCall[0]);
    if (group?.[0] !== undefined) return this.group(group[0]);
    if (list?.[0] !== undefined) return this.list(list[0]);
    if (object?.[0] !== undefined) return this.object(object[0]);
    if (caseExpression?.[0] !== undefined) return this.caseExpression(caseExpression[0]);
    return { kind: "null", span: this.spanOf(node) };
  }

  private literal(token: IToken): ast.Expr {
    const span = this.tokenSpan(token);
    const text = token.image;
    switch (token.tokenType.name) {
      case "Number":
        return { kind: "number", span, text };
      case "Duration":
        return durationOf(span, text);
      case "Size":
        return sizeOf(span, text);
      case "String":
        return this.stringOf(token);
      case "Raw":
        return { kind: "raw", span, text: text.slice(2, -1) };
      case "AtName":
        return { kind: "at", span, name: text.slice(1) };
      case "True":
      case "False":
        return { kind: "boolean", span, value: text === "true" };
      default:
        return { kind: "null", span };
    }
  }

  nameOrCall(node: cst.NameOrCallCstNode): ast.Expr {
    const { BareName, LParen, expression = [] } = node.children;
    const span = this.spanOf(node);
    const name = this.first(BareName, (token) => this.nameOf(token), node);
    if (LParen === undefined) return { kind: "name", span, name };
    return { kind: "call", span, name, args: expression.map((child) => this.expression(child)) };
  }

  accessStep(node: cst.AccessStepCstNode): ast.Expr {
    return this.access({ kind: "null", span: this.spanOf(node) }, node);
  }

  private access(object: ast.Expr, node: cst.AccessStepCstNode): ast.Expr {
    const { AnyName, expression } = node.children;
    const span = cover(object.span, this.spanOf(node));
    const name = AnyName?.[0];
    if (name !== undefined) return { kind: "member", span, object, name: this.nameOf(name) };
    const index = expression?.[0];
    return index === undefined ? object : { kind: "index", span, object, index: this.expression(index) };
  }

  group(node: cst.GroupCstNode): ast.Expr {
    const inner = this.first(node.children.expression, (child) => this.expression(child), node);
    return { kind: "group", span: this.spanOf(node), inner };
  }

  list(node: cst.ListCstNode): ast.Expr {
    const items = (node.children.expression ?? []).map((child) => this.expression(child));
    const loop = node.children.loop?.[0];
    const [item] = items;
    if (loop === undefined || item === undefined) return { kind: "list", span: this.spanOf(node), items };
    return { ...this.loop(loop), span: this.spanOf(node), item };
  }

  loop(node: cst.LoopCstNode): ast.LoopExpr {
    const span = this.spanOf(node);
    const [list, where] = node.children.expression.map((child) => this.expression(child));
    const binders = node.children.binders.flatMap((child) => this.binders(child));
    return { kind: "loop", span, item: { kind: "null", span }, binders, list: list ?? { kind: "null", span }, where };
  }

  binders(node: cst.BindersCstNode): readonly ast.Name[] {
    return (node.children.BareName ?? []).map((token) => this.nameOf(token));
  }

  object(node: cst.ObjectCstNode): ast.ObjectExpr {
    const nodes = node.children.entry ?? [];
    this.checkCommas(nodes, "entry");
    const entries = nodes.map((child) => this.entry(child)).filter((entry) => entry !== undefined);
    return { kind: "object", span: this.spanOf(node), entries };
  }

  entry(node: cst.EntryCstNode): ast.Entry | undefined {
    const { Spread, String: string, BareName, expression, Colon } = node.children;
    const value = expression?.[0] === undefined ? undefined : this.expression(expression[0]);
    const span = this.itemSpan(node);
    if (Spread !== undefined) return value === undefined ? undefined : { kind: "spread", span, value };
    const key = string?.[0] ?? BareName?.[0];
    if (key === undefined || (Colon !== undefined && value === undefined)) return undefined;
    const quotedKey = key === string?.[0];
    const name = quotedKey ? this.keyOf(key) : this.nameOf(key);
    return { kind: "entry", span, name, quotedKey, value };
  }

  /** A key in quotes is constant: a hole in it is read as text and reported. */
  private keyOf(token: IToken): ast.Name {
    const { parts } = this.stringOf(token);
    const hole = parts.find((part) => part.kind !== "text");
    if (hole !== undefined) this.report("RDI1206", hole.span, {});
    const text = parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
    return { text, quoted: true, span: this.tokenSpan(token) };
  }

  caseExpression(node: cst.CaseExpressionCstNode): ast.Expr {
    const { expression, arm, otherwise } = node.children;
    return {
      kind: "case",
      span: this.spanOf(node),
      subject: expression?.[0] === undefined ? undefined : this.expression(expression[0]),
      arms: arm.map((child) => this.arm(child)),
      otherwise: otherwise?.[0] === undefined ? undefined : this.otherwise(otherwise[0]),
    };
  }

  arm(node: cst.ArmCstNode): ast.Arm {
    const tests = node.children.tests.flatMap((child) => this.tests(child));
    const result = this.first(node.children.expression, (child) => this.expression(child), node);
    return { span: this.spanOf(node), tests, result };
  }

  tests(node: cst.TestsCstNode): readonly ast.Expr[] {
    return node.children.expression.map((child) => this.expression(child));
  }

  otherwise(node: cst.OtherwiseCstNode): ast.Expr {
    return this.first(node.children.expression, (child) => this.expression(child), node);
  }

  type(node: cst.TypeCstNode): ast.TypeRef {
    const name = this.first(node.children.BareName, (token) => this.nameOf(token), node);
    const args = (node.children.typeArgument ?? []).map((child) => this.typeArgument(child));
    return { span: this.spanOf(node), name, args };
  }

  typeArgument(node: cst.TypeArgumentCstNode): ast.NumberLiteral | ast.StringLiteral {
    const string = node.children.String?.[0];
    if (string !== undefined) return this.stringOf(string);
    return { kind: "number", span: this.spanOf(node), text: node.children.Number?.[0]?.image ?? "0" };
  }

  // The holes of texts are parsed where the text is read (holes.ts); the grammar still has their rules.
  reference(node: cst.ReferenceCstNode): Span {
    return this.spanOf(node);
  }

  referenceStep(node: cst.ReferenceStepCstNode): Span {
    return this.spanOf(node);
  }

  capture(node: cst.CaptureCstNode): Span {
    return this.spanOf(node);
  }

  /** Layout: in braces a comma may be missing only at the end of a line. One report for each line. */
  protected checkCommas(items: readonly (cst.EntryCstNode | cst.ColumnCstNode)[], what: "entry" | "column"): void {
    let reportedAfter = -1;
    items.forEach((item, index) => {
      const next = items[index + 1];
      if (next === undefined || item.recoveredNode === true || present(item.children.Comma) !== undefined) return;
      const end = this.spanOf(item).end;
      const start = this.spanOf(next).start;
      // Anything else between the two was skipped by recovery, and has its own message.
      const sameLine = /^[ \t]*$/.test(this.source.text.slice(end, start));
      const reported = reportedAfter >= 0 && !/[\r\n]/.test(this.source.text.slice(reportedAfter, start));
      if (!sameLine || start < end) return;
      if (!reported) this.missingComma(next, what);
      reportedAfter = start;
    });
  }

  private missingComma(next: cst.EntryCstNode | cst.ColumnCstNode, what: "entry" | "column"): void {
    const name = next.name === "entry" ? present(next.children.BareName) : undefined;
    const span = name === undefined ? this.spanOf(next) : this.tokenSpan(name);
    const keyword = name === undefined ? undefined : upperCaseKeyword(name.image);
    if (name !== undefined && keyword !== undefined)
      this.report("RDI1110", span, { word: name.image, suggestion: keyword, fix: lowerCaseRun(span) });
    else this.report("RDI1011", span, { what, fix: commaBefore(span) });
  }

  /** The span of an entry or column without the comma behind it. */
  protected itemSpan(node: cst.EntryCstNode | cst.ColumnCstNode): Span {
    const span = this.spanOf(node);
    const comma = present(node.children.Comma);
    if (comma === undefined) return span;
    const before = this.source.text.slice(span.start, comma.startOffset).trimEnd();
    return before.includes("//") ? span : this.span(span.start, span.start + before.length);
  }

  /** The first child of a rule that has one for certain: rules of expressions are in the tree as a whole or not at all. */
  protected first<Child, Result>(
    children: readonly Child[] | undefined,
    visit: (child: Child) => Result,
    node: CstNode,
  ): Result {
    const child = children?.[0];
    if (child === undefined) throw new Error(`The rule ${node.name} lost a part that its recovery keeps.`);
    return visit(child);
  }
}

const comparators: readonly ast.ComparisonOperator[] = ["==", "!=", "<", "<=", ">", ">="];

function wordOperator(word: string, not: boolean): ast.ComparisonOperator {
  switch (word) {
    case "is":
      return not ? "is not" : "is";
    case "in":
      return not ? "not in" : "in";
    case "between":
      return not ? "not between" : "between";
    default:
      return not ? "not matches" : "matches";
  }
}

const upperCaseWords: ReadonlySet<string> = new Set([
  "AND",
  "OR",
  "NOT",
  "IN",
  "IS",
  "BETWEEN",
  "CASE",
  "WHEN",
  "THEN",
  "ELSE",
]);

function upperCaseKeyword(word: string): string | undefined {
  return upperCaseWords.has(word) ? word.toLowerCase() : undefined;
}
