import { checkMessage, quoted } from "./message.ts";

/** Warnings: nothing is wrong yet, but it is probably not what was meant. */
export const warningMessages = {
  RDI2070: checkMessage<{ operator: string; instead: string }>({
    severity: "warning",
    title: "Null decides membership",
    message: ({ operator, instead }) => ({
      label: `\`${operator}\` is never true for null`,
      details: [
        "A key whose value is missing here yields no row, because a comparison with null is null, and a condition holds only when true.",
      ],
      hint: instead,
    }),
    explanation:
      'Like in SQL, `region != "test"` is null, and so not true, when `region` is missing. `is not` compares null as a value.',
    bad: `where region != "test"`,
    good: `where region is not "test"`,
  }),
  RDI2071: checkMessage<{ missing: readonly string[]; key: readonly string[] }>({
    severity: "warning",
    title: "Keys may share rows",
    message: ({ missing, key }) => ({
      label: `\`key\` lacks ${quoted(missing)}`,
      details: [
        "Two Redis keys can claim one row. The second one is then parked and alarmed; a row is never overwritten by another key.",
      ],
      hint: `Write \`key (${[...key, ...missing].join(", ")})\`, if the table's primary key allows it.`,
    }),
    explanation:
      "When `key` contains all owner columns, each row belongs to exactly one Redis key. Without one of them the payload may make two Redis keys claim one row.",
    bad: `from hash "card:{shop}:{number}"\ninto db.cards key (number) { shop: text = @shop, number: text = @number }`,
    good: `from hash "card:{shop}:{number}"\ninto db.cards key (shop, number) { shop: text = @shop, number: text = @number }`,
  }),
  RDI2072: checkMessage<{ other: string; pattern: string; key: string }>({
    severity: "warning",
    title: "Patterns overlap",
    message: ({ other, pattern, key }) => ({
      label: `a key can match this and \`${pattern}\` of job \`${other}\``,
      details: [`The key \`${key}\` matches both, and then belongs to both jobs.`],
      hint: "Make the patterns differ, or ignore this if both jobs shall have the key.",
    }),
    explanation: "Two jobs may read the same keys, but often one of the patterns is merely too wide.",
    bad: `job a { from hash "user:{id:int}" … }\njob b { from hash "user:{name}" … }`,
    good: `job a { from hash "user:{id:int}" … }\njob b { from hash "username:{name}" … }`,
  }),
  RDI2073: checkMessage<{ characters: readonly string[] }>({
    severity: "warning",
    title: "Ordinary character",
    message: ({ characters }) => ({
      label: `${quoted(characters)} stand${characters.length === 1 ? "s" : ""} for ${characters.length === 1 ? "itself" : "themselves"} here`,
      details: ["A pattern of `from` has captures and no wildcards."],
      hint: "Write a capture, such as `{id}` or `{rest:any}`.",
    }),
    explanation:
      "`*`, `?` and `[` are wildcards in Redis' own patterns. In `from` they are ordinary characters of the key.",
    bad: `from hash "customer:*"`,
    good: `from hash "customer:{id}"`,
  }),
  RDI2074: checkMessage<{ what: "let" | "lookup" | "function"; name: string }>({
    severity: "warning",
    title: "Unused name",
    message: ({ what, name }) => ({
      label: `${what === "function" ? "the function" : `the \`${what}\``} \`${name}\` is never used`,
      details: [],
      hint: "Remove it, or use it below.",
    }),
    explanation: "A `let`, `lookup` or function that nothing uses is usually a misspelled name somewhere below it.",
    bad: `let fullname = trim(name)\ninto db.t key (id) { id: text = @id, full_name: text }`,
    good: `let full_name = trim(name)\ninto db.t key (id) { id: text = @id, full_name: text }`,
  }),
};
