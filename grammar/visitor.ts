import type * as ast from "./ast.ts";
import type * as cst from "./cst.ts";
import type { SourceFile } from "./source.ts";
import { present } from "./visitor-base.ts";
import { ClauseVisitor } from "./visitor-clauses.ts";

/** Files, declarations and tests: from the concrete to the abstract syntax tree. One visitor reads one file. */
export class AstVisitor extends ClauseVisitor {
  constructor(source: SourceFile, docs: ReadonlyMap<number, string>) {
    super(source, docs);
    this.validateVisitor();
  }

  file(node: cst.FileCstNode): ast.File {
    const nodes = node.children.declaration ?? [];
    const declarations = nodes.map((child) => this.declaration(child)).filter((child) => child !== undefined);
    return { kind: "file", span: this.span(0, this.source.text.length), declarations };
  }

  declaration(node: cst.DeclarationCstNode): ast.Declaration | undefined {
    const { importDeclaration, sourceDeclaration, target, delivery, functionDeclaration, job, test } = node.children;
    if (importDeclaration?.[0] !== undefined) return this.importDeclaration(importDeclaration[0]);
    if (sourceDeclaration?.[0] !== undefined) return this.sourceDeclaration(sourceDeclaration[0]);
    if (target?.[0] !== undefined) return this.target(target[0]);
    if (delivery?.[0] !== undefined) return this.delivery(delivery[0]);
    if (functionDeclaration?.[0] !== undefined) return this.functionDeclaration(functionDeclaration[0]);
    if (job?.[0] !== undefined) return this.job(job[0]);
    if (test?.[0] !== undefined) return this.test(test[0]);
    return undefined;
  }

  importDeclaration(node: cst.ImportDeclarationCstNode): ast.Import | undefined {
    const path = present(node.children.String);
    return path === undefined ? undefined : { kind: "import", span: this.spanOf(node), path: this.stringOf(path) };
  }

  sourceDeclaration(node: cst.SourceDeclarationCstNode): ast.Source | undefined {
    const { BareName, object } = node.children;
    const system = present(BareName);
    if (system === undefined || object?.[0] === undefined) return undefined;
    const span = this.spanOf(node);
    return {
      kind: "source",
      span,
      doc: this.docOf(span),
      system: this.nameOf(system),
      settings: this.object(object[0]),
    };
  }

  target(node: cst.TargetCstNode): ast.Target | undefined {
    const { AnyName, BareName, object } = node.children;
    const [name, system] = [present(AnyName), present(BareName)];
    if (name === undefined || system === undefined || object?.[0] === undefined) return undefined;
    const span = this.spanOf(node);
    return {
      kind: "target",
      span,
      doc: this.docOf(span),
      name: this.nameOf(name),
      system: this.nameOf(system),
      settings: this.object(object[0]),
    };
  }

  functionDeclaration(node: cst.FunctionDeclarationCstNode): ast.FunctionDeclaration | undefined {
    const { AnyName, param = [], expression } = node.children;
    const name = present(AnyName);
    const body = this.optional(expression);
    if (name === undefined || body === undefined) return undefined;
    const span = this.spanOf(node);
    const params = param.map((child) => this.param(child)).filter((child) => child !== undefined);
    return { kind: "fn", span, doc: this.docOf(span), name: this.nameOf(name), params, body };
  }

  param(node: cst.ParamCstNode): ast.Param | undefined {
    const { AnyName, type } = node.children;
    const name = present(AnyName);
    if (name === undefined || type?.[0] === undefined) return undefined;
    return { span: this.spanOf(node), name: this.nameOf(name), type: this.type(type[0]) };
  }

  job(node: cst.JobCstNode): ast.Job | undefined {
    const { AnyName, fromClause, clause } = node.children;
    const name = present(AnyName);
    if (name === undefined || fromClause?.[0] === undefined) return undefined;
    const span = this.spanOf(node);
    return {
      kind: "job",
      span,
      doc: this.docOf(span),
      name: this.nameOf(name),
      from: this.fromClause(fromClause[0]),
      clauses: this.clauses(clause),
    };
  }

  test(node: cst.TestCstNode): ast.Test | undefined {
    const title = present(node.children.String);
    if (title === undefined) return undefined;
    const steps = (node.children.step ?? []).map((child) => this.step(child)).filter((child) => child !== undefined);
    return { kind: "test", span: this.spanOf(node), title: this.stringOf(title), steps };
  }

  step(node: cst.StepCstNode): ast.Step | undefined {
    const { given, Delete, At, String: string, expectation } = node.children;
    const span = this.spanOf(node);
    if (given?.[0] !== undefined) return this.given(given[0]);
    if (expectation?.[0] !== undefined) {
      const expected = this.expectation(expectation[0]);
      return expected === undefined ? undefined : { kind: "expect", span, expectation: expected };
    }
    const text = present(string);
    if (text === undefined) return undefined;
    if (Delete !== undefined) return { kind: "delete", span, key: this.stringOf(text) };
    return At === undefined ? undefined : { kind: "at", span, time: this.stringOf(text) };
  }

  given(node: cst.GivenCstNode): ast.Step | undefined {
    const { BareName, String: string, expression, Duration } = node.children;
    const [system, key] = [present(BareName), present(string)];
    const value = this.optional(expression);
    if (system === undefined || key === undefined || value === undefined) return undefined;
    return {
      kind: "given",
      span: this.spanOf(node),
      system: this.nameOf(system),
      key: this.stringOf(key),
      value,
      expire: this.duration(Duration),
    };
  }

  expectation(node: cst.ExpectationCstNode): ast.Expectation | undefined {
    const { Rejected, BareName = [], String: string, path, expression } = node.children;
    const span = this.spanOf(node);
    const key = present(string);
    const [first, second] = BareName;
    const value = this.optional(expression);
    if (first === undefined) return undefined;
    if (Rejected !== undefined) {
      return key === undefined
        ? undefined
        : { kind: "rejected", span, key: this.stringOf(key), code: this.nameOf(first) };
    }
    if (value === undefined) return undefined;
    const target = this.nameOf(first);
    if (path?.[0] !== undefined) return { kind: "rows", span, target, path: this.path(path[0]), rows: value };
    if (second === undefined || key === undefined) return undefined;
    return { kind: "rediskey", span, target, system: this.nameOf(second), key: this.stringOf(key), value };
  }
}
