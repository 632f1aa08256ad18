import { onlyName, onlyOne } from "../../grammar/corrections.ts";
import { didYouMean, checkMessage, quoted } from "./message.ts";

/** Names: unknown, declared twice, used too early. */
export const nameMessages = {
  RDI2001: checkMessage<{ name: string; known: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "Unknown capture",
    message: ({ name, known, near }) => ({
      label: `nothing is called \`@${name}\` here`,
      details: [`This job knows ${quoted(known)}.`],
      hint: didYouMean(near) ?? `Write \`${name}\` for a field, or add \`{${name}}\` to the pattern of \`from\`.`,
      fix: onlyOne(near),
    }),
    explanation:
      "`@name` is a capture of the job's key pattern, or `@key`, the whole key. A name without the at sign is a field or a `let`. " +
      "So a misspelled capture is found before anything runs.",
    bad: `job cards { from hash "card:{number}"\n  into db.cards key (number) { number: text = @nubmer } }`,
    good: `job cards { from hash "card:{number}"\n  into db.cards key (number) { number: text = @number } }`,
  }),
  RDI2002: checkMessage<{ what: string; name: string; known: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "Unknown kind",
    message: ({ what, name, known, near }) => ({
      label: `\`${name}\` is not a kind of ${what}`,
      details: [
        known.length === 1 ? `The only kind so far is ${quoted(known)}.` : `A ${what} is one of ${quoted(known)}.`,
      ],
      hint: didYouMean(near),
      fix: onlyOne(near),
    }),
    explanation:
      "The word after `source`, after a target's colon and after `from` says which system or which Redis type is meant. Only the listed kinds exist.",
    bad: `job cards { from hsah "card:{number}" … }`,
    good: `job cards { from hash "card:{number}" … }`,
  }),
  RDI2003: checkMessage<{ name: string; near: readonly string[] }>({
    severity: "error",
    title: "Unknown type",
    message: ({ name, near }) => ({
      label: `there is no type \`${name}\``,
      details: [],
      hint: didYouMean(near) ?? "Use one of the column types, such as `text`, `int`, `numeric(12,2)` or `timestamptz`.",
      fix: onlyOne(near),
    }),
    explanation:
      "Column types are `smallint int bigint numeric(p,s) real double boolean text varchar(n) char(n) date time timestamp timestamptz uuid json bytes`. " +
      "They are the same for every kind of target; the target's own spelling is not needed.",
    bad: `total: decimal(12,2)`,
    good: `total: numeric(12,2)`,
  }),
  RDI2004: checkMessage<{ name: string; near: readonly string[] }>({
    severity: "error",
    title: "Unknown function",
    message: ({ name, near }) => ({
      label: `there is no function \`${name}\``,
      details: [],
      hint: didYouMean(near) ?? "Use a built-in function, or declare your own with `fn`.",
      fix: onlyName(near),
    }),
    explanation: "A name before `(` is a function: a built-in one, or one that the project declares with `fn`.",
    bad: `email: text = lowercase(email)`,
    good: `email: text = lower(email)`,
  }),
  RDI2005: checkMessage<{ where: string; name: string; known: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "Unknown setting",
    message: ({ where, name, known, near }) => ({
      label: `${where} has no setting \`${name}\``,
      details: [`Its settings are ${quoted(known)}.`],
      hint: didYouMean(near),
      fix: onlyName(near),
    }),
    explanation:
      "Each block has its own settings. A name that it does not know is an error, so that a misspelled setting is never silently ignored.",
    bad: `delivery { btach: 500 }`,
    good: `delivery { batch: 500 }`,
  }),
  RDI2006: checkMessage<{ name: string; known: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "Unknown target",
    message: ({ name, known, near }) => ({
      label: `no target is called \`${name}\``,
      details: known.length === 0 ? ["The project declares no target."] : [`The project declares ${quoted(known)}.`],
      hint: didYouMean(near) ?? `Declare it: \`target ${name}: postgres { url: env("${name.toUpperCase()}_URL") }\`.`,
      fix: onlyName(near),
    }),
    explanation:
      "`into name.table` writes to the target of that name, which the project declares with `target name: kind { … }`.",
    bad: `target warehouse: postgres { url: env("URL") }\njob j { from hash "a:{id}" into warehose.a key (id) { id: text = @id } }`,
    good: `target warehouse: postgres { url: env("URL") }\njob j { from hash "a:{id}" into warehouse.a key (id) { id: text = @id } }`,
  }),
  RDI2007: checkMessage<{ what: string; name: string; why?: string }>({
    severity: "error",
    title: "Declared twice",
    message: ({ what, name, why }) => ({
      label: `${what}${name === "" ? "" : ` \`${name}\``} is here a second time`,
      details: why === undefined ? [] : [why],
      hint: "Remove or rename one of the two.",
    }),
    explanation:
      "Job names, target names, the columns of one `into`, the captures of one pattern, the names of one `key` and the settings of one block are each unique. " +
      "A `let` may hide a field but not another `let`. A project has one source.",
    bad: `into db.t key (id) { id: text = @id, name: text, name: varchar(20) }`,
    good: `into db.t key (id) { id: text = @id, name: text }`,
  }),
  RDI2008: checkMessage<{ name: string }>({
    severity: "error",
    title: "Used too early",
    message: ({ name }) => ({
      label: `\`${name}\` is used above its \`let\``,
      details: ["A `let` is visible below its line only."],
      hint: `Move the \`let\` up, or give it a name that no field has.`,
    }),
    explanation:
      "A `let` holds for what stands below it in its block. A use above it would read the field of that name, which is hardly what was meant, so it is an error.",
    bad: `where name is not null\nlet name = trim(full_name)`,
    good: `let name = trim(full_name)\nwhere name is not null`,
  }),
  RDI2009: checkMessage<{ name: string; why: string }>({
    severity: "error",
    title: "Reserved name",
    message: ({ name, why }) => ({
      label: `\`${name}\` can't be declared`,
      details: [why],
      hint: "Choose another name.",
    }),
    explanation:
      "Captures can't be named `key`, `value` or `expires_at`, since `@key`, `@value` and `@expires_at` have a meaning. Built-in functions can't be redefined.",
    bad: `from hash "card:{key}"`,
    good: `from hash "card:{number}"`,
  }),
  RDI2018: checkMessage<{ name: string; why: string; hint: string | undefined; fix: string | undefined }>({
    severity: "error",
    title: "Unknown name",
    message: ({ name, why, hint, fix }) => ({
      label: `\`${name}\` names nothing here`,
      details: [why],
      hint,
      fix,
    }),
    explanation:
      "Bare names are bindings (`let`, `lookup`, `for`) or, in jobs `from hash` and `from json`, fields. Sets, sorted sets, lists and strings have no fields: their value " +
      "is `@value`. The body of a function knows its parameters only. Where a key is gone there is no value: there are captures, `@key`, constants and `now()`.",
    bad: `job tags {\n  from set "tags:{id:int}"\n  into db.tags key (id) { id: bigint = @id, first: text = tag }\n}`,
    good: `job tags {\n  from set "tags:{id:int}"\n  for tag in @value { into db.tags key (id, tag) { id: bigint = @id, tag: text } }\n}`,
  }),
  RDI2019: checkMessage<{ name: string; near: readonly string[] }>({
    severity: "error",
    title: "Unknown column",
    message: ({ name, near }) => ({
      label: `the block has no column \`${name}\``,
      details: ["`set` writes columns that the block writes as well, so that a key that comes back resets them."],
      hint: didYouMean(near) ?? `Add a column \`${name}\` to the block, such as \`${name}: timestamptz = null\`.`,
      fix: onlyName(near),
    }),
    explanation:
      "`on delete set { … }` and `on expire set { … }` name columns of the block above them. What a removal sets, the next appearance of the key sets back.",
    bad: `into db.t key (id) { id: text = @id, gone: boolean = false } on delete set { deleted: true }`,
    good: `into db.t key (id) { id: text = @id, gone: boolean = false } on delete set { gone: true }`,
  }),
  RDI2034: checkMessage<{ path: string }>({
    severity: "error",
    title: "Import not found",
    message: ({ path }) => ({
      label: path === "" ? "this names no file" : `there is no file \`${path}\``,
      details: ["The path is relative to the file that imports; it names one .rdi file."],
      hint: 'Write it like `import "./shared.rdi"`.',
    }),
    explanation:
      "`import` makes the declarations of one file visible: its functions and targets, and its source and `delivery` where the project has none. Its jobs are not built. " +
      "The files of a folder that is built as one project see one another without it.",
    bad: `import "./missing.rdi"`,
    good: `import "./shared.rdi"`,
  }),
};
