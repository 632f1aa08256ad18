import type { IToken } from "chevrotain";
import type { StringLiteral, StringPart } from "./ast.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { readHole } from "./holes.ts";
import type { HoleKind } from "./holes.ts";
import { endOf } from "./lexer.ts";
import { diagnose } from "./messages.ts";
import type { SourceFile } from "./source.ts";

export type { HoleKind };

/** Resolves the escapes of a text and reads its holes. Positions in the parts are positions in the file. */
export function readString(
  file: SourceFile,
  token: IToken,
  holes: HoleKind,
): { readonly literal: StringLiteral; readonly diagnostics: readonly Diagnostic[] } {
  const end = endOf(token);
  const quote = file.text.charAt(token.startOffset);
  const closed = end - token.startOffset > 1 && file.text.charAt(end - 1) === quote;
  const reader = new StringReader(file, closed ? end - 1 : end, holes);
  // A text in single quotes, or without an end, was reported; what is in it would only repeat the message.
  const quiet = quote !== '"' || !closed;
  const parts = reader.read(token.startOffset + 1);
  const literal: StringLiteral = { kind: "string", span: { file, start: token.startOffset, end }, parts };
  return { literal, diagnostics: quiet ? [] : reader.diagnostics };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  "{": "{",
  "}": "}",
};

class StringReader {
  readonly diagnostics: Diagnostic[] = [];
  private readonly parts: StringPart[] = [];
  private readonly file: SourceFile;
  private readonly end: number;
  private readonly holes: HoleKind;
  private pieces: string[] = [];
  private pieceStart = 0;

  constructor(file: SourceFile, end: number, holes: HoleKind) {
    this.file = file;
    this.end = end;
    this.holes = holes;
  }

  read(start: number): readonly StringPart[] {
    this.pieceStart = start;
    let offset = start;
    while (offset < this.end) {
      const character = this.file.text.charAt(offset);
      if (character === "\\") offset = this.readEscape(offset);
      else if (character === "{") offset = this.readHoleAt(offset);
      else offset = this.readPlain(offset);
    }
    this.endPiece(this.end, this.end);
    return this.parts;
  }

  private readPlain(offset: number): number {
    let next = offset + 1;
    while (next < this.end && this.file.text[next] !== "\\" && this.file.text[next] !== "{") next++;
    const text = this.file.text.slice(offset, next);
    const invalid = invalidInText.exec(text);
    if (invalid !== null) {
      const start = offset + invalid.index;
      const code = text.charCodeAt(invalid.index).toString(16).toUpperCase().padStart(4, "0");
      const span = { file: this.file, start, end: start + 1 };
      const hint = `Write \`\\u${code}\`, or delete it.`;
      this.diagnostics.push(diagnose("RDI1001", span, { character: `U+${code}`, hint }));
    }
    this.pieces.push(text);
    return next;
  }

  private readEscape(offset: number): number {
    const letter = this.file.text.charAt(offset + 1);
    if (letter === "u") return this.readUnicode(offset);
    const value = simpleEscapes[letter];
    if (value === undefined) this.badEscape(offset, offset + 2, "is not an escape");
    this.pieces.push(value ?? letter);
    return offset + 2;
  }

  private readUnicode(offset: number): number {
    const escape = /^(?:\\u[0-9a-fA-F]{4})+/.exec(this.file.text.slice(offset, Math.min(this.end, offset + 12)))?.[0];
    if (escape === undefined) {
      this.badEscape(offset, offset + 2, "needs four hexadecimal digits");
      return offset + 2;
    }
    const units = escape
      .slice(2)
      .split("\\u")
      .map((digits) => Number.parseInt(digits, 16));
    const pair = String.fromCharCode(...units);
    const first = pair.codePointAt(0) ?? 0;
    const used = first > 0xffff ? 12 : 6;
    if (first >= 0xd800 && first <= 0xdfff) this.badEscape(offset, offset + 6, "is half of a surrogate pair");
    else this.pieces.push(String.fromCodePoint(first));
    return offset + used;
  }

  private badEscape(start: number, end: number, reason: string): void {
    const span = { file: this.file, start, end: Math.min(end, this.end) };
    this.diagnostics.push(diagnose("RDI1004", span, { escape: this.file.text.slice(start, end), reason }));
  }

  private readHoleAt(offset: number): number {
    const length = this.file.text.slice(offset, this.end).indexOf("}");
    const close = offset + length;
    this.endPiece(offset, offset);
    if (length < 0) {
      this.diagnostics.push(diagnose("RDI1205", { file: this.file, start: offset, end: this.end }, {}));
      this.pieceStart = this.end;
      return this.end;
    }
    const hole = readHole(this.file, { start: offset, end: close + 1 }, this.holes);
    if (hole.part !== undefined) this.parts.push(hole.part);
    this.diagnostics.push(...hole.diagnostics);
    this.pieceStart = close + 1;
    return close + 1;
  }

  private endPiece(end: number, nextStart: number): void {
    if (this.pieces.length > 0) {
      const span = { file: this.file, start: this.pieceStart, end };
      this.parts.push({ kind: "text", span, text: this.pieces.join("") });
    }
    this.pieces = [];
    this.pieceStart = nextStart;
  }
}

/** Control characters other than tab, and halves of surrogate pairs. */
const invalidInText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Surrogate}]/u;
