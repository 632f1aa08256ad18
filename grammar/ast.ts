import type { Span } from "./source.ts";

/** The syntax tree of one `.rdi` file. Every node knows its span; after recovery parts may be missing, never malformed. */
export interface File {
  readonly kind: "file";
  readonly span: Span;
  readonly declarations: readonly Declaration[];
}

export type Declaration = Import | Source | Target | Delivery | FunctionDeclaration | Job | Test;

/** A word or a backquoted name. `text` is without backquotes. */
export interface Name {
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

/** Lines of `///` above a declaration or column, joined by newlines, without the slashes. */
export type Doc = string | undefined;

export interface Import {
  readonly kind: "import";
  readonly span: Span;
  readonly path: StringLiteral;
}
export interface Source {
  readonly kind: "source";
  readonly span: Span;
  readonly doc: Doc;
  readonly system: Name;
  readonly settings: ObjectExpr;
}
export interface Target {
  readonly kind: "target";
  readonly span: Span;
  readonly doc: Doc;
  readonly name: Name;
  readonly system: Name;
  readonly settings: ObjectExpr;
}
export interface Delivery {
  readonly kind: "delivery";
  readonly span: Span;
  readonly settings: ObjectExpr;
}
export interface FunctionDeclaration {
  readonly kind: "fn";
  readonly span: Span;
  readonly doc: Doc;
  readonly name: Name;
  readonly params: readonly Param[];
  readonly body: Expr;
}
export interface Param {
  readonly span: Span;
  readonly name: Name;
  readonly type: TypeRef;
}
/** `numeric(12,2)`, `native("citext")`. */
export interface TypeRef {
  readonly span: Span;
  readonly name: Name;
  readonly args: readonly (NumberLiteral | StringLiteral)[];
}

export interface Job {
  readonly kind: "job";
  readonly span: Span;
  readonly doc: Doc;
  readonly name: Name;
  readonly from: From;
  readonly clauses: readonly Clause[];
}
export interface From {
  readonly span: Span;
  readonly system: Name;
  readonly pattern: StringLiteral;
}

export type Clause = Let | Lookup | Where | Skip | For | Into | Delivery;
export interface Let {
  readonly kind: "let";
  readonly span: Span;
  readonly doc: Doc;
  readonly name: Name;
  readonly value: Expr;
}
export interface Lookup {
  readonly kind: "lookup";
  readonly span: Span;
  readonly doc: Doc;
  readonly name: Name;
  readonly system: Name;
  readonly key: StringLiteral;
  readonly cached: DurationLiteral | undefined;
}
/** Without a block it holds for everything below it; `block` is undefined then. */
export interface Where {
  readonly kind: "where";
  readonly span: Span;
  readonly condition: Expr;
  readonly block: readonly Clause[] | undefined;
}
export interface Skip {
  readonly kind: "skip";
  readonly span: Span;
  readonly condition: Expr;
}
export interface For {
  readonly kind: "for";
  readonly span: Span;
  readonly binders: readonly Name[];
  readonly list: Expr;
  readonly block: readonly Clause[];
}
export interface Into {
  readonly kind: "into";
  readonly span: Span;
  readonly doc: Doc;
  readonly mode: "upsert" | "append" | "history";
  readonly target: Name;
  readonly destination: TableDestination | RedisDestination;
  readonly outcomes: readonly Outcome[];
}
/** `.orders key (id) period (a, b) { … }`; `path` has one or two names. `key` and `period` are undefined when not written. */
export interface TableDestination {
  readonly kind: "table";
  readonly span: Span;
  readonly path: readonly Name[];
  readonly key: NameList | undefined;
  readonly period: NameList | undefined;
  readonly columns: readonly Column[];
}
export interface NameList {
  readonly span: Span;
  readonly names: readonly Name[];
}
export interface RedisDestination {
  readonly kind: "rediskey";
  readonly span: Span;
  readonly system: Name;
  readonly key: StringLiteral;
  readonly merge: boolean;
  readonly expire: Expr | undefined;
  readonly value: ObjectExpr;
}
export interface Column {
  readonly kind: "column";
  readonly span: Span;
  readonly doc: Doc;
  readonly name: Name;
  readonly type: TypeRef;
  readonly notNull: boolean;
  readonly sensitive: boolean;
  readonly value: Expr | undefined;
}
export interface Outcome {
  readonly kind: "outcome";
  readonly span: Span;
  readonly event: "delete" | "expire";
  readonly action: "remove" | "keep" | "set";
  readonly set: ObjectExpr | undefined;
}

export interface Test {
  readonly kind: "test";
  readonly span: Span;
  readonly title: StringLiteral;
  readonly steps: readonly Step[];
}
export type Step =
  | {
      readonly kind: "given";
      readonly span: Span;
      readonly system: Name;
      readonly key: StringLiteral;
      readonly value: Expr;
      readonly expire: DurationLiteral | undefined;
    }
  | { readonly kind: "delete"; readonly span: Span; readonly key: StringLiteral }
  | { readonly kind: "at"; readonly span: Span; readonly time: StringLiteral }
  | { readonly kind: "expect"; readonly span: Span; readonly expectation: Expectation };
export type Expectation =
  | { readonly kind: "rejected"; readonly span: Span; readonly key: StringLiteral; readonly code: Name }
  | {
      readonly kind: "rows";
      readonly span: Span;
      readonly target: Name;
      readonly path: readonly Name[];
      readonly rows: Expr;
    }
  | {
      readonly kind: "rediskey";
      readonly span: Span;
      readonly target: Name;
      readonly system: Name;
      readonly key: StringLiteral;
      readonly value: Expr;
    };

export type Expr =
  | NumberLiteral
  | DurationLiteral
  | SizeLiteral
  | StringLiteral
  | RawLiteral
  | BooleanLiteral
  | NullLiteral
  | AtName
  | NameExpr
  | Call
  | Member
  | Index
  | Group
  | ListExpr
  | LoopExpr
  | ObjectExpr
  | CaseExpr
  | Unary
  | Binary
  | Comparison
  | Cast;

/** `text` is the digits as written. */
export interface NumberLiteral {
  readonly kind: "number";
  readonly span: Span;
  readonly text: string;
}
/** `20ms`, `7d`; `micros` is its length in microseconds. */
export interface DurationLiteral {
  readonly kind: "duration";
  readonly span: Span;
  readonly text: string;
  readonly micros: bigint;
}
/** `64kb`; kb, mb and gb are powers of 1024. */
export interface SizeLiteral {
  readonly kind: "size";
  readonly span: Span;
  readonly text: string;
  readonly bytes: number;
}
/** A string with its escapes resolved and its holes parsed. In `from`, holes are captures. */
export interface StringLiteral {
  readonly kind: "string";
  readonly span: Span;
  readonly parts: readonly StringPart[];
}
export type StringPart =
  | { readonly kind: "text"; readonly span: Span; readonly text: string }
  /** `{name}`, `{item.sku}`, `{@id}`. */
  | { readonly kind: "hole"; readonly span: Span; readonly value: Expr }
  /** `{id:int}` or, in a pattern, `{id}`; the parser yields captures only for the pattern of `from`. `type` is undefined when not written. */
  | { readonly kind: "capture"; readonly span: Span; readonly name: Name; readonly type: Name | undefined };
export interface RawLiteral {
  readonly kind: "raw";
  readonly span: Span;
  readonly text: string;
}
export interface BooleanLiteral {
  readonly kind: "boolean";
  readonly span: Span;
  readonly value: boolean;
}
export interface NullLiteral {
  readonly kind: "null";
  readonly span: Span;
}
/** `@id`; `name` is without the at sign. */
export interface AtName {
  readonly kind: "at";
  readonly span: Span;
  readonly name: string;
}
export interface NameExpr {
  readonly kind: "name";
  readonly span: Span;
  readonly name: Name;
}
export interface Call {
  readonly kind: "call";
  readonly span: Span;
  readonly name: Name;
  readonly args: readonly Expr[];
}
export interface Member {
  readonly kind: "member";
  readonly span: Span;
  readonly object: Expr;
  readonly name: Name;
}
export interface Index {
  readonly kind: "index";
  readonly span: Span;
  readonly object: Expr;
  readonly index: Expr;
}
/** Parentheses, kept for the formatter and for the rule about `??`. */
export interface Group {
  readonly kind: "group";
  readonly span: Span;
  readonly inner: Expr;
}
export interface ListExpr {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly Expr[];
}
export interface LoopExpr {
  readonly kind: "loop";
  readonly span: Span;
  readonly item: Expr;
  readonly binders: readonly Name[];
  readonly list: Expr;
  readonly where: Expr | undefined;
}
export interface ObjectExpr {
  readonly kind: "object";
  readonly span: Span;
  readonly entries: readonly Entry[];
}
export type Entry =
  | { readonly kind: "spread"; readonly span: Span; readonly value: Expr }
  /** `b` alone has no value and stands for `b: b`. A key in string quotes has `quotedKey: true`. */
  | {
      readonly kind: "entry";
      readonly span: Span;
      readonly name: Name;
      readonly quotedKey: boolean;
      readonly value: Expr | undefined;
    };
export interface CaseExpr {
  readonly kind: "case";
  readonly span: Span;
  readonly subject: Expr | undefined;
  readonly arms: readonly Arm[];
  readonly otherwise: Expr | undefined;
}
export interface Arm {
  readonly span: Span;
  readonly tests: readonly Expr[];
  readonly result: Expr;
}
export interface Unary {
  readonly kind: "unary";
  readonly span: Span;
  readonly operator: "-" | "not";
  readonly operand: Expr;
}
export type BinaryOperator = "or" | "and" | "??" | "++" | "+" | "-" | "*" | "/" | "%";
export interface Binary {
  readonly kind: "binary";
  readonly span: Span;
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
}
export type ComparisonOperator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "is"
  | "is not"
  | "in"
  | "not in"
  | "between"
  | "not between"
  | "matches"
  | "not matches";
/** `upper` is set for `between` only: `operand between right and upper`. */
export interface Comparison {
  readonly kind: "comparison";
  readonly span: Span;
  readonly operator: ComparisonOperator;
  readonly operatorSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
  readonly upper: Expr | undefined;
}
export interface Cast {
  readonly kind: "cast";
  readonly span: Span;
  readonly operand: Expr;
  readonly type: TypeRef;
}
