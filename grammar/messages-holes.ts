import { syntaxError } from "./message.ts";

/** RDI12xx: the holes of texts. */
export const holeMessages = {
  RDI1201: syntaxError({
    title: "Not a reference",
    message: (_: Record<string, never>) => ({
      label: "a hole holds a reference",
      details: ["A reference is a name or an `@name` with steps: `{name}`, `{item.sku}`, `{items[0].x}`, `{@id}`."],
      hint: "Give anything more a name with `let` and refer to it, or write `\\{` and `\\}` for braces.",
    }),
    explanation:
      "In a text `{` opens a hole, which holds a reference and nothing more; anything more goes into a `let`. A literal brace is written `\\{`.",
    bad: 'let label = "{qty * 2} pieces"',
    good: 'let doubled = qty * 2\nlet label = "{doubled} pieces"',
  }),
  RDI1202: syntaxError({
    title: "Bad capture",
    message: (p: { text: string }) => ({
      label: `\`${p.text}\` is not a capture`,
      details: ["In the pattern of `from` a hole names a part of the key: `{id}` or `{id:int}`."],
      hint: "Write a name, or a name, `:` and one of text, int, bigint, uuid, date, any.",
    }),
    explanation:
      "In the pattern of `from` a hole declares a capture: a name and, after a colon, its type. Paths and `@names` belong into other texts. A brace that is part of the key is written `\\{` and `\\}`.",
    bad: 'from hash "user:{@id}"',
    good: 'from hash "user:{id:int}"',
  }),
  RDI1203: syntaxError({
    title: "Capture outside from",
    message: (p: { name: string }) => ({
      label: "only the pattern of `from` declares captures",
      hint: `Write \`{@${p.name}}\` for a capture of the pattern, or \`{${p.name}}\` for a field.`,
    }),
    explanation:
      "`{name:type}` declares a capture, and only the pattern of `from` does so. In other texts a hole refers to a value.",
    bad: 'lookup c = hash "country:{code:text}"',
    good: 'lookup c = hash "country:{code}"',
  }),
  RDI1204: syntaxError({
    title: "Empty hole",
    message: (_: Record<string, never>) => ({
      label: "nothing stands in this hole",
      hint: "Write a name between the braces, or `\\{\\}` for the braces themselves.",
    }),
    explanation: "A hole refers to a value and can't be empty. Literal braces are written `\\{` and `\\}`.",
    bad: 'let doc = "{}"',
    good: 'let doc = "\\{\\}"',
  }),
  RDI1205: syntaxError({
    title: "Unclosed hole",
    message: (_: Record<string, never>) => ({
      label: "this hole has no end",
      hint: "Close it with `}`, or write `\\{` for a brace that belongs to the text.",
    }),
    explanation: "A hole begins with `{` and ends with `}` in the same text. A literal brace is written `\\{`.",
    bad: 'let label = "{name"',
    good: 'let label = "{name}"',
  }),
  RDI1206: syntaxError({
    title: "Hole in key",
    message: (_: Record<string, never>) => ({
      label: "the key of an entry is constant",
      hint: "Use `from_entries` to compute keys, or write `\\{` and `\\}` for braces.",
    }),
    explanation: "The keys of an object are names or constant texts. A hole in one would make it depend on a value.",
    bad: 'let o = { "{code}": 1 }',
    good: 'let o = { "code": 1 }',
  }),
};
