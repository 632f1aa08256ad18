import type { IToken } from "chevrotain";
import type * as ast from "./ast.ts";
import type * as cst from "./cst.ts";
import type { Span } from "./source.ts";
import { durationOf } from "./literals.ts";
import { present } from "./visitor-base.ts";
import { ExpressionVisitor } from "./visitor-expressions.ts";

/** The clauses of a job. After an error parts may be missing; a clause that lost what it can't be without is left out. */
export class ClauseVisitor extends ExpressionVisitor {
  fromClause(node: cst.FromClauseCstNode): ast.From {
    const span = this.spanOf(node);
    const kind = present(node.children.BareName);
    const pattern = present(node.children.String);
    return {
      span,
      system: kind === undefined ? emptyName(span) : this.nameOf(kind),
      pattern: pattern === undefined ? { kind: "string", span, parts: [] } : this.stringOf(pattern, "capture"),
    };
  }

  clause(node: cst.ClauseCstNode): ast.Clause | undefined {
    const { letClause, lookupClause, whereClause, skipClause, forClause, intoClause, delivery } = node.children;
    if (letClause?.[0] !== undefined) return this.letClause(letClause[0]);
    if (lookupClause?.[0] !== undefined) return this.lookupClause(lookupClause[0]);
    if (whereClause?.[0] !== undefined) return this.whereClause(whereClause[0]);
    if (skipClause?.[0] !== undefined) return this.skipClause(skipClause[0]);
    if (forClause?.[0] !== undefined) return this.forClause(forClause[0]);
    if (intoClause?.[0] !== undefined) return this.intoClause(intoClause[0]);
    if (delivery?.[0] !== undefined) return this.delivery(delivery[0]);
    return undefined;
  }

  block(node: cst.BlockCstNode): readonly ast.Clause[] {
    return this.clauses(node.children.clause);
  }

  protected clauses(nodes: readonly cst.ClauseCstNode[] | undefined): readonly ast.Clause[] {
    return (nodes ?? []).map((child) => this.clause(child)).filter((clause) => clause !== undefined);
  }

  letClause(node: cst.LetClauseCstNode): ast.Let | undefined {
    const name = present(node.children.AnyName);
    const value = this.optional(node.children.expression);
    if (name === undefined || value === undefined) return undefined;
    const span = this.spanOf(node);
    return { kind: "let", span, doc: this.docOf(span), name: this.nameOf(name), value };
  }

  lookupClause(node: cst.LookupClauseCstNode): ast.Lookup | undefined {
    const { AnyName, BareName, String: string, Duration } = node.children;
    const [name, system, key] = [present(AnyName), present(BareName), present(string)];
    if (name === undefined || system === undefined || key === undefined) return undefined;
    const span = this.spanOf(node);
    return {
      kind: "lookup",
      span,
      doc: this.docOf(span),
      name: this.nameOf(name),
      system: this.nameOf(system),
      key: this.stringOf(key),
      cached: this.duration(Duration),
    };
  }

  protected duration(tokens: readonly IToken[] | undefined): ast.DurationLiteral | undefined {
    const token = present(tokens);
    return token === undefined ? undefined : durationOf(this.tokenSpan(token), token.image);
  }

  whereClause(node: cst.WhereClauseCstNode): ast.Where | undefined {
    const condition = this.optional(node.children.expression);
    const block = node.children.block?.[0];
    if (condition === undefined) return undefined;
    return {
      kind: "where",
      span: this.spanOf(node),
      condition,
      block: block === undefined ? undefined : this.block(block),
    };
  }

  skipClause(node: cst.SkipClauseCstNode): ast.Skip | undefined {
    const condition = this.optional(node.children.expression);
    return condition === undefined ? undefined : { kind: "skip", span: this.spanOf(node), condition };
  }

  forClause(node: cst.ForClauseCstNode): ast.For | undefined {
    const list = this.optional(node.children.expression);
    if (list === undefined) return undefined;
    const binders = (node.children.binders ?? []).flatMap((child) => this.binders(child));
    const block = (node.children.block ?? []).flatMap((child) => this.block(child));
    return { kind: "for", span: this.spanOf(node), binders, list, block };
  }

  intoClause(node: cst.IntoClauseCstNode): ast.Into | undefined {
    const { Append, History, BareName, table, redisKey, outcome = [] } = node.children;
    const target = present(BareName);
    const destination = table?.[0] !== undefined ? this.table(table[0]) : this.optionalRedisKey(redisKey);
    if (target === undefined || destination === undefined) return undefined;
    const span = this.spanOf(node);
    return {
      kind: "into",
      span,
      doc: this.docOf(span),
      mode: Append !== undefined ? "append" : History !== undefined ? "history" : "upsert",
      target: this.nameOf(target),
      destination,
      outcomes: outcome.map((child) => this.outcome(child)).filter((child) => child !== undefined),
    };
  }

  private optionalRedisKey(nodes: readonly cst.RedisKeyCstNode[] | undefined): ast.RedisDestination | undefined {
    return nodes?.[0] === undefined ? undefined : this.redisKey(nodes[0]);
  }

  table(node: cst.TableCstNode): ast.TableDestination {
    const { path, key, period, column = [] } = node.children;
    this.checkCommas(column, "column");
    return {
      kind: "table",
      span: this.spanOf(node),
      path: (path ?? []).flatMap((child) => this.path(child)),
      key: key?.[0] === undefined ? undefined : this.key(key[0]),
      period: period?.[0] === undefined ? undefined : this.period(period[0]),
      columns: column.map((child) => this.column(child)).filter((child) => child !== undefined),
    };
  }

  path(node: cst.PathCstNode): readonly ast.Name[] {
    return (node.children.AnyName ?? []).map((token) => this.nameOf(token));
  }

  key(node: cst.KeyCstNode): ast.NameList | undefined {
    return node.children.names?.[0] === undefined ? undefined : this.names(node.children.names[0]);
  }

  period(node: cst.PeriodCstNode): ast.NameList | undefined {
    return node.children.names?.[0] === undefined ? undefined : this.names(node.children.names[0]);
  }

  names(node: cst.NamesCstNode): ast.NameList {
    const tokens = (node.children.AnyName ?? []).filter((token) => token.isInsertedInRecovery !== true);
    return { span: this.spanOf(node), names: tokens.map((token) => this.nameOf(token)) };
  }

  column(node: cst.ColumnCstNode): ast.Column | undefined {
    const { Label, type, Null, Sensitive, expression } = node.children;
    const label = present(Label);
    if (label === undefined || type?.[0] === undefined) return undefined;
    const span = this.itemSpan(node);
    return {
      kind: "column",
      span,
      doc: this.docOf(span),
      name: this.nameOf(label),
      type: this.type(type[0]),
      notNull: Null !== undefined,
      sensitive: Sensitive !== undefined,
      value: this.optional(expression),
    };
  }

  redisKey(node: cst.RedisKeyCstNode): ast.RedisDestination | undefined {
    const { BareName, String: string, Merge, expression, object } = node.children;
    const [system, key] = [present(BareName), present(string)];
    if (system === undefined || key === undefined || object?.[0] === undefined) return undefined;
    return {
      kind: "rediskey",
      span: this.spanOf(node),
      system: this.nameOf(system),
      key: this.stringOf(key),
      merge: Merge !== undefined,
      expire: this.optional(expression),
      value: this.object(object[0]),
    };
  }

  outcome(node: cst.OutcomeCstNode): ast.Outcome | undefined {
    const { Delete, Expire, Remove, Keep, object } = node.children;
    if (Delete === undefined && Expire === undefined) return undefined;
    const set = object?.[0] === undefined ? undefined : this.object(object[0]);
    if (Remove === undefined && Keep === undefined && set === undefined) return undefined;
    const action = Remove !== undefined ? "remove" : Keep !== undefined ? "keep" : "set";
    return { kind: "outcome", span: this.spanOf(node), event: Delete !== undefined ? "delete" : "expire", action, set };
  }

  delivery(node: cst.DeliveryCstNode): ast.Delivery | undefined {
    const object = node.children.object?.[0];
    return object === undefined
      ? undefined
      : { kind: "delivery", span: this.spanOf(node), settings: this.object(object) };
  }

  protected optional(nodes: readonly cst.ExpressionCstNode[] | undefined): ast.Expr | undefined {
    return nodes?.[0] === undefined ? undefined : this.expression(nodes[0]);
  }
}

function emptyName(span: Span): ast.Name {
  return { text: "", quoted: false, span: { ...span, end: span.start } };
}
