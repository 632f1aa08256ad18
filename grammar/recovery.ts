import { CstParser, EOF, MismatchedTokenException, tokenMatcher } from "chevrotain";
import type { CstNode, IParserErrorMessageProvider, IRecognitionException, IToken, TokenType } from "chevrotain";
import { placeOf } from "./layout.ts";
import type { Place } from "./layout.ts";
import * as k from "./keywords.ts";
import { suggest } from "./suggest.ts";
import * as t from "./tokens.ts";

/**
 * Recovery. An error inside an item (a declaration, clause, step, column or entry) ends that item: what follows is skipped
 * to the next place at which an item of the same braces can begin, or to their end. The layout pass knows these places.
 *
 *   item fails ──skip──▶ next item of the same braces ──▶ parsed as usual
 *                 ├────▶ closing brace of the braces  ──▶ consumed by them
 *                 └────▶ declaration, end of file     ──▶ missing `}` is inserted; it is not reported a second time
 *
 * Chevrotain's own strategies compare with follow sets, in which a name, and so every keyword, is nearly everywhere.
 */
export abstract class RecoveringParser extends CstParser {
  /** The index of the token to which the parser skipped last: an error there is a consequence of the one before. */
  private skippedTo = -1;
  private reported = 0;

  constructor() {
    super([...t.allTokens, ...k.contextualKeywords, ...k.reservedKeywords], {
      recoveryEnabled: true,
      maxLookahead: 2,
      nodeLocationTracking: "onlyOffset",
      errorMessageProvider: labels,
    });
  }

  override reset(): void {
    super.reset();
    this.skippedTo = -1;
    this.reported = 0;
  }

  /** True at a place that can't belong to the braces that are open, because something outside of them begins here. */
  protected leavesItems(): boolean {
    const place = placeOf(this.LA(1));
    return place !== undefined && (isTopLevel(place) || (place.anchor !== undefined && place.startsLine));
  }

  /** True where a clause or declaration begins, so that its keyword is not the name of a field. */
  protected beginsSomethingElse(): boolean {
    const place = placeOf(this.LA(1));
    // `skip` directly before `when` can be the subject of a `case`.
    const canBeSubject =
      this.LA(1).tokenType === k.Skip && (place?.startsLine === false || this.LA(0).tokenType === k.Case);
    return place?.anchor !== undefined && !canBeSubject;
  }

  // --- What follows replaces methods of Chevrotain's recovery and error handling, which its types don't show. ---

  SAVE_ERROR(error: IRecognitionException): IRecognitionException {
    const index = indexOf(this.LA(1), this.input);
    const first = this.reported < mostErrors && index !== this.skippedTo;
    if (first) {
      this.reported++;
      return chevrotain.SAVE_ERROR.call(this, error);
    }
    return error;
  }

  consumeInternalRecovery(expected: TokenType, _occurrence: number, error: unknown): IToken {
    if (!(error instanceof MismatchedTokenException)) throw error;
    const found = this.LA(1);
    if (isMisspelled(found, expected)) {
      chevrotain.consumeToken.call(this);
      return found;
    }
    const place = placeOf(found);
    const lineEnded = place === undefined || place.startsLine || found.tokenType === t.RBrace;
    const canInsert = expected === t.RBrace || ((expected === t.RParen || expected === t.RBracket) && lineEnded);
    if (!canInsert) throw error;
    this.skippedTo = indexOf(found, this.input);
    return this.getTokenToInsert(expected);
  }

  shouldInRepetitionRecoveryBeTried(expected: TokenType, _occurrence: number, notStuck: boolean): boolean {
    if (!notStuck || (expected !== t.RBrace && expected !== EOF)) return false;
    const found = this.LA(1);
    return !tokenMatcher(found, EOF) && !tokenMatcher(found, expected) && !this.endsRepetition();
  }

  /** Something that begins no item stands between items: report it and go on with the next item. */
  tryInRepetitionRecovery(repeat: (...args: unknown[]) => void, args: unknown[], begins: () => boolean): void {
    const expected = itemOf.get(this.currentRule()) ?? "`}`";
    this.SAVE_ERROR(new MismatchedTokenException(expected, this.LA(1), this.LA(0)));
    this.skip(true);
    if (begins.call(this)) repeat.apply(this, args);
    else if (this.shouldInRepetitionRecoveryBeTried(this.currentRule() === "file" ? EOF : t.RBrace, 0, true)) {
      this.tryInRepetitionRecovery(repeat, args, begins);
    }
  }

  findReSyncTokenType(): TokenType {
    return EOF;
  }

  isInCurrentRuleReSyncSet(): boolean {
    return itemRules.has(this.currentRule());
  }

  reSyncTo(): IToken[] {
    const node = chevrotain.CST_STACK.call(this).at(-1);
    const nothingConsumed = node?.location === undefined || Number.isNaN(node.location.startOffset);
    this.skip(nothingConsumed && !this.endsRepetition() && this.currentRule() !== "fromClause");
    return [];
  }

  private endsRepetition(): boolean {
    const rule = this.currentRule();
    if (rule === "file" || rule === "declaration") return false;
    const place = placeOf(this.LA(1));
    if (place === undefined || isTopLevel(place)) return true;
    return (rule === "table" || rule === "object" || rule === "column" || rule === "entry") && this.leavesItems();
  }

  /** Skips to the next place where an item can begin or its braces end; at least one token when asked to. */
  private skip(atLeastOne: boolean): void {
    const braces = this.enclosingBraces();
    const level = levelOf.get(this.currentRule()) ?? "declaration";
    if (this.reported >= mostErrors) {
      while (!tokenMatcher(this.LA(1), EOF)) chevrotain.consumeToken.call(this);
    }
    if (atLeastOne && !tokenMatcher(this.LA(1), EOF)) chevrotain.consumeToken.call(this);
    while (!this.canStopAt(this.LA(1), this.LA(0), braces, level)) chevrotain.consumeToken.call(this);
    this.skippedTo = indexOf(this.LA(1), this.input);
  }

  private canStopAt(token: IToken, before: IToken, braces: number, level: Level): boolean {
    const place = placeOf(token);
    if (place === undefined || isTopLevel(place)) return true;
    if (place.enclosing !== braces || level === "declaration") return false;
    return token.tokenType === t.RBrace || beginsItem(token, place, before, level);
  }

  /** The `{` around the next token, passing over parentheses and brackets; -1 at the top of the file. */
  private enclosingBraces(): number {
    let opener = placeOf(this.LA(1))?.enclosing ?? -1;
    while (opener >= 0 && this.input[opener]?.tokenType !== t.LBrace) {
      const token = this.input[opener];
      opener = (token === undefined ? undefined : placeOf(token)?.enclosing) ?? -1;
    }
    return opener;
  }

  private currentRule(): string {
    return chevrotain.getCurrRuleFullName.call(this);
  }
}

/** Further errors in one file are not worth reading. */
const mostErrors = 100;

type Level = "declaration" | "clause" | "step" | "column" | "entry";

/** Rules that are an item, or that hold items between braces, with the kind of these items. */
const levelOf: ReadonlyMap<string, Level> = new Map([
  ["file", "declaration"],
  ["declaration", "declaration"],
  ["job", "clause"],
  ["block", "clause"],
  ["fromClause", "clause"],
  ["clause", "clause"],
  ["test", "step"],
  ["step", "step"],
  ["table", "column"],
  ["column", "column"],
  ["object", "entry"],
  ["entry", "entry"],
]);

/** Where an error ends: items, and the rules with which a parse begins. */
const itemRules: ReadonlySet<string> = new Set([
  "file",
  "reference",
  "capture",
  "declaration",
  "fromClause",
  "clause",
  "step",
  "column",
  "entry",
]);

/** What is expected where something else stands between the items of a rule. */
const itemOf: ReadonlyMap<string, string> = new Map([
  ["file", "a declaration"],
  ["job", "a clause"],
  ["block", "a clause"],
  ["test", "a step"],
  ["table", "a column"],
  ["object", "an entry"],
]);

function isTopLevel(place: Place): boolean {
  return place.anchor === "declaration" && place.enclosing === -1;
}

function beginsItem(token: IToken, place: Place, before: IToken, level: Level): boolean {
  if (level === "clause" || level === "step") return place.anchor === level;
  const separated = before.tokenType === t.Comma;
  if (token.tokenType === t.Label) return separated || place.startsLine;
  if (level === "column") return false;
  return token.tokenType === t.Spread || (separated && tokenMatcher(token, t.BareName));
}

/** `form` for `from`: read as the keyword that was meant. */
function isMisspelled(found: IToken, expected: TokenType): boolean {
  const word = k.wordOf(expected);
  return k.keywordsByWord.has(word) && found.tokenType === t.Word && suggest(found.image, [word]).length > 0;
}

function indexOf(token: IToken, input: readonly IToken[]): number {
  return placeOf(token)?.index ?? input.length;
}

/** The parser says what it expects by its label; `describe-errors.ts` makes the diagnostics. */
const labels: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.LABEL ?? expected.name,
  buildNotAllInputParsedMessage: () => "a declaration",
  buildNoViableAltMessage: ({ customUserDescription, ruleName }) => customUserDescription ?? ruleName,
  buildEarlyExitMessage: ({ customUserDescription, ruleName }) => customUserDescription ?? ruleName,
};

interface Internals {
  SAVE_ERROR(error: IRecognitionException): IRecognitionException;
  consumeToken(): void;
  getCurrRuleFullName(): string;
}

/** The methods of Chevrotain that recovery builds on. */
const chevrotain = {
  ...pick(CstParser.prototype as unknown as Internals),
  CST_STACK(this: unknown): readonly CstNode[] {
    return (this as { readonly CST_STACK: readonly CstNode[] }).CST_STACK;
  },
};

function pick(prototype: Internals): Internals {
  const { SAVE_ERROR, consumeToken, getCurrRuleFullName } = prototype;
  return { SAVE_ERROR, consumeToken, getCurrRuleFullName };
}
