import type { Clause, Declaration, Expr, File, Job } from "../../grammar/ast.ts";
import { parse } from "../../grammar/parse.ts";
import { positionAt } from "../../grammar/source.ts";
import type { SourceFile } from "../../grammar/source.ts";

export function source(text: string): SourceFile {
  return { path: "test.rdi", text };
}

/** The tree of a text that must be correct. */
export function read(text: string): File {
  const { file, diagnostics } = parse(source(text));
  if (diagnostics.length > 0) throw new Error(`unexpected: ${describe(text).join("; ")}`);
  return file;
}

/** `line:column code` of each diagnostic. */
export function describe(text: string): readonly string[] {
  const file = source(text);
  return parse(file).diagnostics.map(({ span, code }) => {
    const { line, column } = positionAt(file, span.start);
    return `${line}:${column} ${code}`;
  });
}

export function only(text: string): Declaration {
  const [declaration] = read(text).declarations;
  if (declaration === undefined) throw new Error("no declaration");
  return declaration;
}

export function jobOf(clauses: string): Job {
  const declaration = only(`job j { from hash "k:{id}" ${clauses} }`);
  if (declaration.kind !== "job") throw new Error("not a job");
  return declaration;
}

export function clause(text: string): Clause {
  const [first] = jobOf(text).clauses;
  if (first === undefined) throw new Error("no clause");
  return first;
}

export function expression(text: string): Expr {
  const declaration = only(`fn f() = ${text}`);
  if (declaration.kind !== "fn") throw new Error("not a function");
  return declaration.body;
}

/** A tree without spans and documentation, for comparing shapes. */
export function shape(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(shape);
  if (typeof node !== "object" || node === null) return node;
  const hidden = ["span", "operatorSpan", "doc"];
  const entries = Object.entries(node).filter(([key, value]) => !hidden.includes(key) && value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, shape(value)]));
}

/** An expression with all its parentheses, to show precedence in one line. */
export function show(expr: Expr): string {
  switch (expr.kind) {
    case "number":
    case "duration":
    case "size":
      return expr.text;
    case "name":
      return expr.name.text;
    case "at":
      return `@${expr.name}`;
    case "boolean":
      return String(expr.value);
    case "null":
      return "null";
    case "group":
      return show(expr.inner);
    case "unary":
      return `(${expr.operator} ${show(expr.operand)})`;
    case "binary":
      return `(${show(expr.left)} ${expr.operator} ${show(expr.right)})`;
    case "comparison": {
      const upper = expr.upper === undefined ? "" : ` and ${show(expr.upper)}`;
      return `(${show(expr.left)} ${expr.operator} ${show(expr.right)}${upper})`;
    }
    case "cast":
      return `(${show(expr.operand)} as ${expr.type.name.text})`;
    case "member":
      return `${show(expr.object)}.${expr.name.text}`;
    case "index":
      return `${show(expr.object)}[${show(expr.index)}]`;
    case "call":
      return `${expr.name.text}(${expr.args.map(show).join(", ")})`;
    default:
      return `<${expr.kind}>`;
  }
}
