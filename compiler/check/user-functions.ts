import type { Call, Expr, FunctionDeclaration } from "../../grammar/ast.ts";
import { callsIn, countUses } from "./calls.ts";
import { columnTypeOf } from "./column-types.ts";
import { kindOfColumn, loadColumn } from "./columns.ts";
import type { Context, JobContext } from "./context.ts";
import { convert } from "./convert.ts";
import { infer } from "./expression.ts";
import { siteOf } from "./place.ts";
import { bindNames } from "./scope.ts";
import type { Binding } from "./scope.ts";
import type { Sink } from "./sink.ts";
import { invalid } from "./types.ts";
import type { Typed } from "./types.ts";
import { call, canReject, isName, parameter, thunk } from "./values.ts";
import { localNames } from "./local-names.ts";

/** The functions that one file can call: its own and those that it imports. */
export interface Functions {
  readonly names: () => readonly string[];
  readonly find: (name: string) => UserFunction | undefined;
}

/** A function with those that its own file can call. */
export interface UserFunction {
  readonly declaration: FunctionDeclaration;
  readonly functions: Functions;
  used: boolean;
  /** What it gives, once that was inferred. */
  result: Typed | undefined;
  /** The calls that lead back to itself, if any do, once they were looked for. */
  wayBack: { readonly path: readonly string[] | undefined } | undefined;
}

/** Looks at the declarations by themselves: a mistake is found whether anything calls them or not. */
export function checkFunctions(functions: readonly UserFunction[], sink: Sink): void {
  for (const one of functions) {
    const { name } = one.declaration;
    const path = wayBack(one);
    if (path !== undefined) sink.report("RDI2054", name.span, { name: name.text, path });
    else resultOf(one, 0, sink);
  }
}

/** Of a job. Calls are written out where they stand, so functions that call others twice grow quickly. */
export const MOST_CALLS = 2_000;
export const MOST_CALLS_OF_A_PROJECT = 50_000;
const MOST_NESTED_CALLS = 50;

/** It was said that they are too many. */
const NONE = -1;

function isOneTooMany(job: JobContext): boolean {
  if (!job.declaring && job.calls.left > NONE) job.calls.left--;
  return job.calls.left < 1 || job.callDepth >= MOST_NESTED_CALLS;
}

/** A call is the function's body with its parameters bound. */
export function inferUserCall(expr: Call, fn: UserFunction, context: Context): Typed {
  const { declaration } = fn;
  const { params, name } = declaration;
  fn.used = true;
  if (isOneTooMany(context.job)) {
    const first = context.job.caller ?? expr;
    if (context.job.calls.left > NONE) context.sink.report("RDI2057", first.span, { name: first.name.text });
    context.job.calls.left = NONE;
    return invalid(expr.span);
  }
  if (params.length !== expr.args.length) {
    const signature = `${name.text}(${params.map((param) => param.name.text).join(", ")})`;
    context.sink.report("RDI2025", expr.span, { name: name.text, signature, found: expr.args.length });
    return invalid(expr.span);
  }
  const args = params.map((param, index) => argument(param, expr.args[index], context));
  if (wayBack(fn) !== undefined || args.some((arg) => arg === undefined || arg.kind === "invalid"))
    return invalid(expr.span);
  if (context.job.declaring) return { ...resultOf(fn, context.job.callDepth + 1, context.sink), span: expr.span };
  const bound: Bound[] = args.flatMap((arg, index) => {
    const param = params[index];
    return arg === undefined || param === undefined ? [] : [bindArgument(param.name, arg, declaration.body, context)];
  });
  const inner: Context = {
    ...context,
    job: {
      ...context.job,
      reads: undefined,
      place: "function",
      callDepth: context.job.callDepth + 1,
      caller: context.job.caller ?? expr,
      captures: new Map(),
      inferred: new Map(),
      functions: fn.functions,
    },
  };
  const body = inferBody(
    fn,
    bound.map(({ binding }) => binding),
    inner,
  );
  if (body.kind === "invalid") return invalid(expr.span);
  const value = bound.reduceRight((inside, one) => one.wrap(inside), body.value);
  const { raw: _raw, stored: _stored, constant: _constant, ...rest } = body;
  const typed: Typed = { ...rest, span: expr.span, value };
  return body.raw === undefined || body.kind === "text" ? typed : { ...typed, raw: value };
}

/** The type of its body, with parameters of which nothing but the type is known. */
function resultOf(fn: UserFunction, depth: number, sink: Sink): Typed {
  fn.result ??= inferBody(fn, parametersOf(fn, sink), functionContext(fn, depth, sink));
  return fn.result;
}

function inferBody({ declaration }: UserFunction, bindings: readonly Binding[], context: Context): Typed {
  return infer(declaration.body, { ...context, membership: false, scope: bindNames(undefined, bindings) });
}

type Param = FunctionDeclaration["params"][number];

/** Undefined where the parameter's type was reported. */
function argument({ type }: Param, arg: Expr | undefined, context: Context): Typed | undefined {
  const column = columnTypeOf(type, context.sink);
  if (column === undefined || arg === undefined) return undefined;
  const converted = convert(arg, { kind: "column", type: column, explicit: false }, context);
  if (converted.kind === "invalid") return converted;
  const kind = kindOfColumn(column);
  const value = loadColumn(column, converted.value);
  const typed: Typed = { kind, span: arg.span, value, nullable: converted.nullable };
  return kind === "json" ? { ...typed, raw: value } : { ...typed, stored: { type: column, value: converted.value } };
}

interface Bound {
  readonly binding: Binding;
  readonly wrap: Wrap;
}
type Wrap = (inside: Typed["value"]) => Typed["value"];

/** What is used once stands where it is used; what is used more often gets a name, and is computed when it is first used. */
function bindArgument(name: Param["name"], arg: Typed, body: Expr, context: Context): Bound {
  if (isName(arg.value) || countUses(body, name.text) < 2)
    return { binding: { name, typed: arg }, wrap: (inside) => inside };
  const local = context.job.claimLocal(name.text);
  const lazy = canReject(arg.value);
  const value = lazy ? ({ kind: "local", local, lazy } as const) : parameter(local);
  const given = lazy ? call("lazy", [thunk(arg.value)]) : arg.value;
  const { stored: _stored, ...rest } = arg;
  const typed = arg.kind === "json" ? { ...rest, value, raw: value } : { ...rest, value };
  return {
    binding: { name, typed },
    wrap: (inside) => call("given", [given, { kind: "arrow", params: [local], body: inside }]),
  };
}

function parametersOf({ declaration }: UserFunction, sink: Sink): readonly Binding[] {
  const seen = new Map<string, Param["name"]>();
  return declaration.params.map(({ name, type, span }) => {
    const first = seen.get(name.text);
    if (first !== undefined)
      sink.report("RDI2007", name.span, { what: "the parameter", name: name.text }, [
        { span: first.span, label: "first named here" },
      ]);
    seen.set(name.text, first ?? name);
    const column = columnTypeOf(type, sink);
    const value = parameter(name.text);
    if (column === undefined) return { name, typed: invalid(span) };
    const kind = kindOfColumn(column);
    const typed: Typed = { kind, span, value, nullable: true };
    return { name, typed: kind === "json" ? { ...typed, raw: value } : typed };
  });
}

function functionContext({ declaration, functions }: UserFunction, callDepth: number, sink: Sink): Context {
  const job: JobContext = {
    captures: new Map(),
    reads: undefined,
    place: "function",
    declaring: true,
    inferred: new Map(),
    binders: new Map(),
    calls: { left: MOST_CALLS },
    caller: undefined,
    callDepth,
    claimLocal: localNames(),
    lets: new Map(),
    lookups: new Map(),
    functions,
    incomplete: false,
  };
  const site = siteOf({ kind: "let", name: declaration.name.text }, declaration.name.span);
  return { job, sink, site, scope: bindNames(undefined, []), membership: false };
}

/** The shortest path of calls from a function back to itself. */
function wayBack(start: UserFunction): readonly string[] | undefined {
  start.wayBack ??= { path: findWayBack(start) };
  return start.wayBack.path;
}

function findWayBack(start: UserFunction): readonly string[] | undefined {
  const name = start.declaration.name.text;
  const seen = new Set<UserFunction>();
  const open: { readonly fn: UserFunction; readonly path: readonly string[] }[] = [{ fn: start, path: [name] }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const called of callsIn(next.fn.declaration.body)) {
      const fn = next.fn.functions.find(called);
      if (fn === undefined) continue;
      const path = [...next.path, called];
      if (fn === start) return path;
      if (!seen.has(fn)) open.push({ fn, path });
      seen.add(fn);
    }
  }
  return undefined;
}
