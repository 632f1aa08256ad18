import type { CstNode, IToken } from "chevrotain";
import type * as ast from "./ast.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { endOf } from "./lexer.ts";
import { diagnose } from "./messages.ts";
import type { SyntaxCode, SyntaxParams } from "./messages.ts";
import { parser } from "./parser.ts";
import type { SourceFile, Span } from "./source.ts";
import { readString } from "./strings.ts";
import type { HoleKind } from "./strings.ts";

const BaseVisitor = parser.getBaseCstVisitorConstructor();

/** Spans, names and texts: what every part of the visitor needs. Its methods take the node, so that they know its span. */
export class AstVisitorBase extends BaseVisitor {
  readonly diagnostics: Diagnostic[] = [];
  protected readonly source: SourceFile;
  private readonly docs: ReadonlyMap<number, string>;

  constructor(source: SourceFile, docs: ReadonlyMap<number, string>) {
    super();
    this.source = source;
    this.docs = docs;
  }

  protected report<Code extends SyntaxCode>(code: Code, span: Span, params: SyntaxParams<Code>): void {
    this.diagnostics.push(diagnose(code, span, params));
  }

  protected span(start: number, end: number): Span {
    return { file: this.source, start, end };
  }

  /** Tokens that recovery inserted have no place, and so a node of such tokens has none: it gets the file's start. */
  protected spanOf(node: CstNode): Span {
    const { startOffset = 0, endOffset = -1 } = node.location ?? {};
    if (!Number.isFinite(startOffset)) return this.span(0, 0);
    return this.span(startOffset, Number.isFinite(endOffset) ? Math.max(startOffset, endOffset + 1) : startOffset);
  }

  protected tokenSpan(token: IToken): Span {
    return Number.isFinite(token.startOffset) ? this.span(token.startOffset, endOf(token)) : this.span(0, 0);
  }

  protected docOf(span: Span): ast.Doc {
    return this.docs.get(span.start);
  }

  protected nameOf(token: IToken): ast.Name {
    const quoted = token.image.startsWith("`");
    const text = quoted ? token.image.slice(1).replace(/`$/, "").replaceAll("``", "`") : token.image;
    return { text, quoted, span: this.tokenSpan(token) };
  }

  protected stringOf(token: IToken, holes: HoleKind = "reference"): ast.StringLiteral {
    const result = readString(this.source, token, holes);
    this.diagnostics.push(...result.diagnostics);
    return result.literal;
  }
}

/** An operator or word of the tree, when it is there and was not inserted by recovery. */
export function present(tokens: readonly IToken[] | undefined): IToken | undefined {
  return tokens?.find((token) => token.isInsertedInRecovery !== true);
}
