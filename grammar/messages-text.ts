import { onlyOne } from "./corrections.ts";
import type { Edit } from "./diagnostic.ts";
import { didYouMean, syntaxError } from "./message.ts";

/** RDI10xx: characters, texts, numbers and layout. */
export const textMessages = {
  RDI1001: syntaxError({
    title: "Invalid character",
    message: (p: { character: string; hint: string; fix?: string | undefined }) => ({
      label: `${p.character} has no meaning here`,
      hint: p.hint,
      fix: p.fix,
    }),
    explanation:
      "A file is UTF-8 text. Outside of texts, comments and backquotes only ASCII letters, digits and the punctuation of the language have a meaning; control characters have none anywhere.",
    bad: "let total = price § qty",
    good: "let total = price * qty",
  }),
  RDI1002: syntaxError({
    title: "Single quotes",
    message: (p: { suggestion: string; fix: string | undefined }) => ({
      label: "texts stand in double quotes",
      hint: `Write ${p.suggestion}.`,
      fix: p.fix,
    }),
    explanation: "A text has one form, with double quotes. Single quotes have no meaning.",
    bad: "where region == 'eu'",
    good: 'where region == "eu"',
  }),
  RDI1003: syntaxError({
    title: "Unclosed text",
    message: (p: { quote: string }) => ({
      label: "this text has no end",
      details: ["A text ends on the line on which it begins."],
      hint: `Add \`${p.quote}\` where the text ends, and write a line break in it as \`\\n\`.`,
    }),
    explanation: "A text begins and ends on one line. A line break inside a text is written `\\n`.",
    bad: 'let city = "Utrecht',
    good: 'let city = "Utrecht"',
  }),
  RDI1004: syntaxError({
    title: "Bad escape",
    message: (p: { escape: string; reason: string }) => ({
      label: `\`${p.escape}\` ${p.reason}`,
      details: ['The escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX \\{ and \\}.'],
      hint: 'Write `\\\\` for a backslash, or use a raw text `r"…"`, which has no escapes.',
    }),
    explanation:
      'In a text a backslash begins an escape: those of JSON, and `\\{` and `\\}` for braces. A raw text `r"…"` has no escapes; use it for regular expressions.',
    bad: 'where code matches "^\\d+$"',
    good: 'where code matches r"^\\d+$"',
  }),
  RDI1005: syntaxError({
    title: "Merge conflict",
    message: (_: Record<string, never>) => ({
      label: "a conflict that was not resolved begins here",
      details: ["The rest of the file was read as if the first side had been taken."],
      hint: "Keep one side, and delete the lines with the markers.",
    }),
    explanation:
      "A version control system left both sides of a merge in the file, between lines of `<<<<<<<`, `=======` and `>>>>>>>`.",
    bad: 'target db: postgres {\n<<<<<<< HEAD\n  schema: "a"\n=======\n  schema: "b"\n>>>>>>> branch\n}',
    good: 'target db: postgres {\n  schema: "a"\n}',
  }),
  RDI1006: syntaxError({
    title: "Nested too deeply",
    message: (p: { limit: number; what: string }) => ({
      label: `more than ${p.limit} ${p.what}`,
      hint: "Give a part of it a name with `let`, or move a part into a function.",
    }),
    explanation:
      "Brackets, blocks and `case` nest at most 60 levels deep, and one expression has at most 500 operators in a row. No file written by hand comes near.",
    bad: "let x = " + "(".repeat(61) + "1" + ")".repeat(61),
    good: "let x = 1",
  }),
  RDI1007: syntaxError({
    title: "Unclosed backquote",
    message: (p: { empty: boolean }) => ({
      label: p.empty ? "this name is empty" : "this name has no end",
      hint: p.empty ? "Write the name between the backquotes." : "Close the name with a backquote on the same line.",
    }),
    explanation:
      "A name in backquotes holds at least one character and ends on its line. A backquote in it is doubled.",
    bad: "let theme = `theme-name",
    good: "let theme = `theme-name`",
  }),
  RDI1008: syntaxError({
    title: "Unknown comment form",
    message: (p: { form: string; fix: readonly Edit[] | undefined }) => ({
      label: `\`${p.form}\` does not begin a comment`,
      hint: "Begin each line of a comment with `//`.",
      fix: p.fix,
    }),
    explanation:
      "`//` begins a comment to the end of the line, and `///` documents what stands below it. There is no other form.",
    bad: "/* the main source */\nsource redis { }",
    good: "// the main source\nsource redis { }",
  }),
  RDI1009: syntaxError({
    title: "Minus without spaces",
    message: (p: { spaced: string; quoted: string | undefined; fix?: readonly Edit[] }) => ({
      label: "a name, or a subtraction?",
      details: ["A minus between two names has a space on both sides, so that it can't be taken for a part of a name."],
      hint:
        p.quoted === undefined
          ? `Write \`${p.spaced}\`.`
          : `Write \`${p.spaced}\` to subtract, or put the name in backquotes: \`${p.quoted}\`.`,
      fix: p.fix,
    }),
    explanation:
      "Fields of hashes and documents often have a minus in their names. To keep a subtraction and such a name apart, a minus between two names has spaces around it and a name with a minus stands in backquotes.",
    bad: "let n = first-name",
    good: "let n = `first-name`",
  }),
  RDI1010: syntaxError({
    title: "Bad number",
    message: (p: { text: string; suggestions: readonly string[] }) => ({
      label: `\`${p.text}\` is not a number, a duration or a size`,
      details: [
        "Durations are whole numbers with `ms`, `s`, `m`, `h` or `d`; sizes are whole numbers with `kb`, `mb` or `gb`.",
      ],
      hint: didYouMean(p.suggestions) ?? "Write digits, or put a text in quotes and a name in backquotes.",
      fix: onlyOne(p.suggestions),
    }),
    explanation:
      "A number is digits with an optional fraction and exponent. A whole number with `ms`, `s`, `m`, `h` or `d` is a duration, with `kb`, `mb` or `gb` a size. A name can't begin with a digit unless it stands in backquotes.",
    bad: "delivery { wait: 20sec }",
    good: "delivery { wait: 20s }",
  }),
  RDI1011: syntaxError({
    title: "Missing comma",
    message: (p: { what: "column" | "entry" | "argument" | "element"; fix: readonly Edit[] }) => ({
      label: `a comma is missing before this ${p.what}`,
      hint: `Put a comma ${p.what === "column" || p.what === "entry" ? "or a line break " : ""}between the two.`,
      fix: p.fix,
    }),
    explanation:
      "In parentheses and brackets, commas separate. In braces a comma follows a column or entry when the next one is on the same line; at the end of a line it may be left out.",
    bad: "let point = { x: 1 y: 2 }",
    good: "let point = { x: 1, y: 2 }",
  }),
  RDI1012: syntaxError({
    title: "Stray comma",
    message: (p: { after: string }) => ({
      label: "no comma belongs here",
      details: [p.after],
      hint: "Delete the comma.",
      fix: "",
    }),
    explanation:
      "Clauses, steps and declarations begin with a keyword and take no commas. Columns, entries and arguments are separated by one comma.",
    bad: "let a = 1,\nlet b = 2",
    good: "let a = 1\nlet b = 2",
  }),
};
