import { onlyOne } from "./corrections.ts";
import type { Edit } from "./diagnostic.ts";
import { didYouMean, listWords, syntaxError } from "./message.ts";

/** RDI11xx: declarations, clauses, columns and expressions. */
export const structureMessages = {
  RDI1101: syntaxError({
    title: "Unexpected text",
    message: (p: { expected: string; found: string; hint?: string | undefined }) => ({
      label: `expected ${p.expected}, found ${p.found}`,
      hint: p.hint,
    }),
    explanation: "Something else belongs here. The message names what the grammar allows at this place.",
    bad: 'target db postgres { url: env("DB_URL") }',
    good: 'target db: postgres { url: env("DB_URL") }',
  }),
  RDI1102: syntaxError({
    title: "Unclosed bracket",
    message: (p: { closer: string; opener: string; found: string }) => ({
      label: `expected \`${p.closer}\` before ${p.found}`,
      hint: `Add \`${p.closer}\` where what began with \`${p.opener}\` ends.`,
    }),
    explanation:
      "Each `{`, `(` and `[` needs its closing partner. The second place shown is the bracket that is still open.",
    bad: 'source redis { url: env("REDIS_URL"\n}',
    good: 'source redis { url: env("REDIS_URL") }',
  }),
  RDI1103: syntaxError({
    title: "Unknown declaration",
    message: (p: { found: string; detail: string; suggestions: readonly string[]; words: readonly string[] }) => ({
      label: `${p.found} does not begin a declaration`,
      details: [p.detail],
      hint: didYouMean(p.suggestions) ?? `Begin with one of ${listWords(p.words)}.`,
      fix: onlyOne(p.suggestions),
    }),
    explanation: "At the top of a file stand imports, sources, targets, delivery settings, functions, jobs and tests.",
    bad: 'jbo customers { from hash "c:{id}" }',
    good: 'job customers { from hash "c:{id}" }',
  }),
  RDI1104: syntaxError({
    title: "Unknown clause",
    message: (p: {
      found: string;
      suggestions: readonly string[];
      words: readonly string[];
      hint?: string | undefined;
    }) => ({
      label: `${p.found} does not begin a clause`,
      hint: p.hint ?? didYouMean(p.suggestions) ?? `Begin with one of ${listWords(p.words)}.`,
      fix: p.hint === undefined ? onlyOne(p.suggestions) : undefined,
    }),
    explanation:
      "After `from`, a job is a sequence of clauses. Each begins with its keyword: `let`, `lookup`, `where`, `skip when`, `for`, `into`, `append into`, `history into` or `delivery`.",
    bad: 'job a { from hash "a:{id}" wher x > 1 }',
    good: 'job a { from hash "a:{id}" where x > 1 }',
  }),
  RDI1105: syntaxError({
    title: "Missing value",
    message: (p: { before: string; found: string }) => ({
      label: `expected a value after ${p.before}, found ${p.found}`,
      hint: `Write an expression after ${p.before}.`,
    }),
    explanation: "An expression belongs here: a name, a number, a text, a list, an object, a call or a `case`.",
    bad: "where\ninto db.t key (id) { id: text = @id }",
    good: 'where status is not "draft"\ninto db.t key (id) { id: text = @id }',
  }),
  RDI1106: syntaxError({
    title: "Column without type",
    message: (p: { column: string }) => ({
      label: "a column is a name, `:` and a type",
      hint: `Write \`${p.column}: text\`, or another type.`,
    }),
    explanation:
      "Each column of an `into` states its type: `name: type`, then `not null`, `sensitive` and `= value` as needed.",
    bad: "into db.t key (id) {\n  id = @id\n}",
    good: "into db.t key (id) {\n  id: text = @id\n}",
  }),
  RDI1107: syntaxError({
    title: "Job without from",
    message: (p: { found: string; suggestion: string | undefined }) => ({
      label: `expected \`from\`, found ${p.found}`,
      details: ["A job begins with the kind and the pattern of its keys."],
      hint:
        p.suggestion === undefined
          ? 'Begin the job with `from`, for example `from hash "user:{id}"`.'
          : `Did you mean \`${p.suggestion}\`?`,
      fix: p.suggestion,
    }),
    explanation:
      "The first clause of a job says which keys it maps: `from`, the kind of value, and the pattern of the keys.",
    bad: 'job a { form hash "a:{id}" }',
    good: 'job a { from hash "a:{id}" }',
  }),
  RDI1108: syntaxError({
    title: "Assignment in expression",
    message: (_: Record<string, never>) => ({
      label: "`=` gives a name its value and does not compare",
      hint: "Write `==` to compare, or `is` when null counts as a value.",
      fix: "==",
    }),
    explanation:
      "`==` compares and is null when an operand is null; `is` compares null as a value. A single `=` belongs to `let`, `lookup`, `fn` and columns.",
    bad: 'where region = "eu"',
    good: 'where region == "eu"',
  }),
  RDI1109: syntaxError({
    title: "Unknown operator",
    message: (p: { operator: string; hint: string; fix?: string | undefined }) => ({
      label: `\`${p.operator}\` is not an operator`,
      hint: p.hint,
      fix: p.fix,
    }),
    explanation:
      "Operators of other languages are written otherwise here: `!=` for `<>`, `++` for `||` between texts, `or` and `and` for `||` and `&&`, `not` for `!`, `matches` for `LIKE`.",
    bad: 'where region <> "eu"',
    good: 'where region != "eu"',
  }),
  RDI1110: syntaxError({
    title: "Upper-case keyword",
    message: (p: { word: string; suggestion: string; fix: readonly Edit[] }) => ({
      label: `\`${p.word}\` would be a name`,
      details: ["Keywords are lower case."],
      hint: `Write \`${p.suggestion}\`.`,
      fix: p.fix,
    }),
    explanation:
      "Words are case-sensitive and all keywords are lower case: `and`, `or`, `not`, `is null`, `in`, `case`.",
    bad: "where a > 1 AND b > 1",
    good: "where a > 1 and b > 1",
  }),
  RDI1111: syntaxError({
    title: "Reserved word",
    message: (p: { word: string; what: string }) => ({
      label: `\`${p.word}\` is reserved and can't be ${p.what} here`,
      hint: `Put the name in backquotes: \`${p.word}\`.`,
      fix: `\`${p.word}\``,
    }),
    explanation:
      "`and or not in is between matches as case when then else null true false` can't begin an expression as a bare name. In backquotes, before `:` and after `.` they are names like others.",
    bad: "let x = in",
    good: "let x = `in`",
  }),
  RDI1112: syntaxError({
    title: "Unknown step",
    message: (p: { found: string; suggestions: readonly string[]; words: readonly string[] }) => ({
      label: `${p.found} does not begin a step of a test`,
      hint: didYouMean(p.suggestions) ?? `Begin with one of ${listWords(p.words)}.`,
      fix: onlyOne(p.suggestions),
    }),
    explanation:
      "A test is a sequence of steps: `given` sets a key, `delete` removes one, `at` sets the clock, `expect` compares.",
    bad: 'test "t" { gven hash "a:1" { x: "1" } }',
    good: 'test "t" { given hash "a:1" { x: "1" } }',
  }),
  RDI1113: syntaxError({
    title: "Extra closing bracket",
    message: (p: { closer: string }) => ({
      label: `nothing is open that this \`${p.closer}\` could close`,
      hint: `Delete it, or look above for a \`${p.closer}\` that closes too early.`,
    }),
    explanation: "A closing bracket without an opening one. Often one further up closes more than it should.",
    bad: 'job a { from hash "a:{id}" } }',
    good: 'job a { from hash "a:{id}" }',
  }),
  RDI1114: syntaxError({
    title: "Unknown outcome",
    message: (p: { found: string; suggestions: readonly string[]; words: readonly string[] }) => ({
      label: `expected one of ${listWords(p.words)}, found ${p.found}`,
      hint: didYouMean(p.suggestions) ?? `Write one of ${listWords(p.words)}.`,
      fix: onlyOne(p.suggestions),
    }),
    explanation:
      "`on delete` and `on expire` say what happens to a row that its key no longer yields: `remove`, `keep`, or `set { … }`.",
    bad: "into db.t key (id) { id: text = @id } on delete drop",
    good: "into db.t key (id) { id: text = @id } on delete remove",
  }),
  RDI1115: syntaxError({
    title: "Chained comparison",
    message: (p: { operator: string }) => ({
      label: `a second comparison, \`${p.operator}\`, of one value`,
      hint: "Join two comparisons with `and`, use `between`, or add parentheses.",
    }),
    explanation:
      "A comparison has two sides. `a < b < c` is written `a < b and b < c`, and a range that includes both ends `b between a and c`.",
    bad: "where 1 < qty < 10",
    good: "where 1 < qty and qty < 10",
  }),
  RDI1116: syntaxError({
    title: "Case without end",
    message: (p: { found: string }) => ({
      label: `expected \`end\` before ${p.found}`,
      hint: "Close the `case` with `end`.",
    }),
    explanation:
      "A `case` is `case value when a, b then x else y end`, or `case when condition then x end`; `end` closes it.",
    bad: 'let kind = case type when "a" then 1 else 2',
    good: 'let kind = case type when "a" then 1 else 2 end',
  }),
};
