import type { Expr, FunctionDeclaration, StringLiteral } from "../../grammar/ast.ts";
import { BUILT_INS, NOT_YET } from "./built-ins.ts";
import type { Sink } from "./sink.ts";

/** The names that `fn` declares. Their calls are not compiled yet, which is said once, at the declaration. */
export function checkFunctions(functions: readonly FunctionDeclaration[], sink: Sink): ReadonlySet<string> {
  const byName = new Map<string, FunctionDeclaration>();
  for (const one of functions) {
    const { text: name, span } = one.name;
    const first = byName.get(name);
    if (BUILT_INS.has(name) || NOT_YET.has(name))
      sink.report("RDI2009", span, { name, why: "It is a built-in function." });
    else if (first === undefined) byName.set(name, one);
    else
      sink.report("RDI2007", span, { what: "the function", name }, [
        { span: first.name.span, label: "first declared here" },
      ]);
  }
  byName.forEach(({ name }) => {
    const path = wayBack(name.text, byName);
    if (path !== undefined) sink.report("RDI2054", name.span, { name: name.text, path });
    else
      sink.report("RDI2060", name.span, {
        what: "`fn`",
        meanwhile: "Write its expression where it is used, or in a `let`.",
      });
  });
  return new Set(byName.keys());
}

/** The shortest path of calls from a function back to itself. */
function wayBack(start: string, known: ReadonlyMap<string, FunctionDeclaration>): readonly string[] | undefined {
  const seen = new Set<string>();
  const paths: (readonly string[])[] = [[start]];
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    const last = known.get(path.at(-1) ?? "");
    for (const name of last === undefined ? [] : callsIn(last.body)) {
      if (name === start) return [...path, name];
      if (!seen.has(name)) paths.push([...path, name]);
      seen.add(name);
    }
  }
  return undefined;
}

/** Names of the functions that an expression calls. */
function callsIn(expr: Expr): readonly string[] {
  const inner = partsOf(expr).flatMap(callsIn);
  return [...new Set(expr.kind === "call" ? [expr.name.text, ...inner] : inner)];
}

function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "string":
      return holesOf(expr);
    case "call":
      return expr.args;
    case "member":
      return [expr.object];
    case "index":
      return [expr.object, expr.index];
    case "group":
      return [expr.inner];
    case "list":
      return expr.items;
    case "loop":
      return present([expr.item, expr.list, expr.where]);
    case "object":
      return present(expr.entries.map((entry) => entry.value));
    case "case":
      return present([expr.subject, ...expr.arms.flatMap((arm) => [...arm.tests, arm.result]), expr.otherwise]);
    case "unary":
    case "cast":
      return [expr.operand];
    case "binary":
      return [expr.left, expr.right];
    case "comparison":
      return present([expr.left, expr.right, expr.upper]);
    default:
      return [];
  }
}

function present(parts: readonly (Expr | undefined)[]): readonly Expr[] {
  return parts.filter((part) => part !== undefined);
}

function holesOf(expr: StringLiteral): readonly Expr[] {
  return expr.parts.flatMap((part) => (part.kind === "hole" ? [part.value] : []));
}
