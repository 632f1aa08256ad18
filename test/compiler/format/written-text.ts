/**
 * The tokens and comments of a text by a few regular expressions, which share nothing with the lexer, and other ways to lay the same tokens out.
 */
import type { Random } from "../../support/random.ts";

const COMMENT = /\/\/[^\n]*/;
const TOKEN = [
  /r?"(?:[^"\\\n]|\\.)*"/,
  /`(?:[^`\n]|``)+`/,
  /[0-9]+(?:\.[0-9]+)?(?:[eE][+-][0-9]+|[A-Za-z0-9_]*)/,
  /@?[A-Za-z_][A-Za-z0-9_]*/,
  /\.\.\.|\?\?|\+\+|[=!<>]=/,
  /\S/,
];
const PIECE = new RegExp([COMMENT, ...TOKEN].map(({ source }) => `(?:${source})`).join("|"), "g");

/** As they are spelled, without the white space at the end of a comment. */
export function commentsOf(text: string): readonly string[] {
  return piecesOf(text).flatMap(({ piece }) => (isComment(piece) ? [piece.trimEnd()] : []));
}

/** As they are spelled. Commas are left out, since a line break can stand for one. */
export function tokensOf(text: string): readonly string[] {
  return piecesOf(text).flatMap(({ piece }) => (isComment(piece) || piece === "," ? [] : [piece]));
}

function isComment(piece: string): boolean {
  return piece.startsWith("//");
}

/** Each with the white space before it. */
function piecesOf(text: string): readonly { readonly piece: string; readonly space: string }[] {
  let end = 0;
  return Array.from(text.matchAll(PIECE), ({ 0: piece, index }) => {
    const space = text.slice(end, index);
    end = index + piece.length;
    return { piece, space };
  });
}

const COMMENTS = ["// one", "//two", "//", "// three  ", "//// four", '// with "quotes", a `name` and /* */ { ( ['];
const DOCS = ["/// five", "///six", "///"];
const SPACES = [" ", "   ", "\t", " "];
const BREAKS = ["\n", "\n", "\n\n", "\n\n\n\n", "\n        ", "  \n\t"];

/** The same tokens with other white space and more comments. Not each of these texts parses: some lines need a comma. */
export function laidOutAnew(text: string, dice: Random): string {
  const change = dice.pick([0.02, 0.1, 0.4, 0.9]);
  const comment = dice.pick([0, 0.02, 0.2]);
  const pieces = piecesOf(text);
  return pieces
    .map(({ piece, space }, index) => {
      const before = pieces[index - 1]?.piece ?? "";
      const kept = dice.chance(change) ? otherSpace(space, isComment(before), dice) : space;
      const added = dice.chance(comment) ? someComment(before === "," || piece === ",", dice) : "";
      return isComment(before) && !kept.startsWith("\n") ? `\n${kept}${added}${piece}` : `${kept}${added}${piece}`;
    })
    .join("");
}

function otherSpace(space: string, behindComment: boolean, dice: Random): string {
  if (behindComment || (space.includes("\n") && dice.chance(0.95))) return dice.pick(BREAKS);
  if (space === "") return dice.chance(0.3) ? dice.pick([...SPACES, "\n"]) : "";
  return dice.chance(0.3) ? dice.pick(BREAKS) : dice.pick(SPACES);
}

/** Beside a comma that is left out a `///` may come to stand above the next column, and then it documents it. */
function someComment(besideComma: boolean, dice: Random): string {
  const text = dice.chance(0.03) ? "// prettier-ignore" : dice.pick(besideComma ? COMMENTS : [...COMMENTS, ...DOCS]);
  return `${dice.pick(["", " ", "\n", "\n\n\n  "])}${text}${dice.pick(["\n", "\n  ", "\n\n\n"])}`;
}
