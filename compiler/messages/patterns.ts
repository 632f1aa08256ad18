import { onlyOne } from "../../grammar/corrections.ts";
import { didYouMean, checkMessage, quoted } from "./message.ts";

/** Key patterns, recursion, and what this version does not compile. */
export const patternMessages = {
  RDI2050: checkMessage<{ first: string; second: string }>({
    severity: "error",
    title: "Captures touch",
    message: ({ first, second }) => ({
      label: `\`{${first}}\` and \`{${second}}\` touch`,
      details: ["Nothing says where the one ends and the other begins."],
      hint: `Put a separator between them: \`{${first}}:{${second}}\`.`,
    }),
    explanation:
      "A key and its captures determine each other. Two captures without a character between them could be split in several ways.",
    bad: `from hash "card:{shop}{number}"`,
    good: `from hash "card:{shop}:{number}"`,
  }),
  RDI2051: checkMessage<{ name: string }>({
    severity: "error",
    title: "Any must be last",
    message: ({ name }) => ({
      label: `\`{${name}:any}\` takes everything to the end of the key`,
      details: ["`any` is one or more of any characters, so nothing can follow it."],
      hint: `Move it to the end, or write \`{${name}}\`, which ends at the next separator.`,
    }),
    explanation: "A capture of type `any` also takes colons. It is therefore the last part of its pattern.",
    bad: `from hash "file:{path:any}:meta"`,
    good: `from hash "meta:{path:any}"`,
  }),
  RDI2052: checkMessage<{ name: string; known: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "Unknown capture type",
    message: ({ name, known, near }) => ({
      label: `a capture can't be \`${name}\``,
      details: [`A capture is one of ${quoted(known)}.`],
      hint: didYouMean(near),
      fix: onlyOne(near),
    }),
    explanation:
      "Captures have few types, each with one spelling for each value, so that a key and its captures determine each other.",
    bad: `from hash "card:{number:integer}"`,
    good: `from hash "card:{number:int}"`,
  }),
  RDI2053: checkMessage<Record<string, never>>({
    severity: "error",
    title: "Empty pattern",
    message: () => ({
      label: "this pattern matches only the key with an empty name",
      details: [],
      hint: 'Write what the keys look like, such as "customer:{id:int}".',
    }),
    explanation: "The whole key must match the pattern. An empty one would match the empty key alone.",
    bad: `from hash ""`,
    good: `from hash "customer:{id:int}"`,
  }),
  RDI2054: checkMessage<{ name: string; path: readonly string[] }>({
    severity: "error",
    title: "Recursion",
    message: ({ name, path }) => ({
      label: `\`${name}\` calls itself`,
      details: [path.join(" → ")],
      hint: "Write the function without calling itself.",
    }),
    explanation:
      "Functions are expanded where they are used, so one that calls itself, directly or through others, would never end.",
    bad: `fn f(a: int) = f(a - 1)`,
    good: `fn f(a: int) = a - 1`,
  }),
  RDI2057: checkMessage<{ name: string }>({
    severity: "error",
    title: "Too many calls",
    message: ({ name }) => ({
      label: `this call of \`${name}\` is one too many`,
      details: [
        "A call is the function's body, written out. Functions that call functions more than once grow beyond what anybody can read.",
      ],
      hint: "Name intermediate results with `let`, or shorten the chain of functions.",
    }),
    explanation:
      "A job may hold 2000 calls once those within its functions are written out, and a project 50 000; calls may be nested 50 deep. Beyond that the generated code would be too large.",
    bad:
      `fn a(x: int) = x + x + x + x\nfn b(x: int) = a(x) + a(x) + a(x) + a(x)\nfn c(x: int) = b(x) + b(x) + b(x) + b(x)\n` +
      `fn d(x: int) = c(x) + c(x) + c(x) + c(x)\nfn e(x: int) = d(x) + d(x) + d(x) + d(x)\nfn f(x: int) = e(x) + e(x) + e(x) + e(x)\n` +
      `fn g(x: int) = f(x) + f(x) + f(x) + f(x)\n` +
      `job counts { from hash "count:{id:int}" into db.counts key (id) { id: int = @id, n: numeric = g(@id) } }`,
    good:
      `fn a(x: int) = 4 * x\nfn b(x: int) = 4 * a(x)\n` +
      `job counts { from hash "count:{id:int}" into db.counts key (id) { id: int = @id, n: numeric = b(@id) } }`,
  }),
  RDI2060: checkMessage<{ what: string; meanwhile?: string | undefined }>({
    severity: "error",
    title: "Not compiled yet",
    message: ({ what, meanwhile }) => ({
      label: `this version does not compile ${what}`,
      details: ["It is part of the language, and this version of the compiler reads it without building it."],
      hint: meanwhile,
    }),
    explanation:
      "The file is correct as far as it was read, but this version of the compiler can't build that construct. Leaving it out silently would lose data.",
    bad: `target db: oracle { url: env("DB_URL") }`,
    good: `target db: postgres { url: env("DB_URL") }`,
  }),
};
