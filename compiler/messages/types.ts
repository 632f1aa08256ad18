import { onlyOne } from "../../grammar/corrections.ts";
import { checkMessage, didYouMean } from "./message.ts";

/** Types: what does not fit where. */
export const typeMessages = {
  RDI2020: checkMessage<{
    found: string;
    wanted: string;
    why?: string | undefined;
    hint?: string | undefined;
    fix?: string | undefined;
  }>({
    severity: "error",
    title: "Type does not fit",
    message: ({ found, wanted, why, hint, fix }) => ({
      label: `this is ${found}, and ${wanted} is needed`,
      details: why === undefined ? [] : [why],
      hint,
      fix,
    }),
    explanation:
      "Numbers become other exact numbers and text becomes other text by themselves, and every such step is checked. All other steps are written down: " +
      "with `as`, or with a function. So no value changes its meaning silently.",
    bad: `age: int = trim(age)`,
    good: `age: int = trim(age) as int`,
  }),
  RDI2021: checkMessage<{ wanted: string; example: string }>({
    severity: "error",
    title: "Inexact result",
    message: ({ wanted, example }) => ({
      label: `the result of a division is stored as ${wanted}`,
      details: ["`/` carries 34 digits and may have to cut off the rest, so how it is rounded must be said."],
      hint: `Write \`${example}\`, or use \`floor\`, \`ceil\`, \`trunc\` or \`div\`.`,
    }),
    explanation:
      "A division may have no end (`1 / 3`). Exact columns never lose a digit silently: the file says how to round.",
    bad: `share: numeric(8,4) = paid / total`,
    good: `share: numeric(8,4) = round(paid / total, 4)`,
  }),
  RDI2022: checkMessage<{ operator: string }>({
    severity: "error",
    title: "Exact meets float",
    message: ({ operator }) => ({
      label: `${operator} mixes an exact number with a \`double\``,
      details: [
        "A `double` is only near its decimal value, so mixing the two would make an exact number inexact without saying so.",
      ],
      hint: "Convert one side: `x as double` or `x as numeric`.",
    }),
    explanation:
      "`smallint`, `int`, `bigint` and `numeric` are exact; `real` and `double` are not. They never mix without `as`. Literals take the type of the other side.",
    bad: `total: numeric(12,2) = (price as numeric) * (weight as double)`,
    good: `total: numeric(12,2) = (price as numeric) * (weight as numeric)`,
  }),
  RDI2023: checkMessage<{ operator: string }>({
    severity: "error",
    title: "Order without a type",
    message: ({ operator }) => ({
      label: `\`${operator}\` compares two values without a type`,
      details: [
        'Redis stores text: as text "10" is less than "9", as numbers it is not. One side must say what is meant.',
      ],
      hint: "Give one side a type, such as `x as numeric` or `x as timestamptz`.",
    }),
    explanation:
      "A field has no type until its place gives it one. `==` between two fields compares their text; for an order one of them needs `as`.",
    bad: `where paid < total`,
    good: `where paid < total as numeric`,
  }),
  RDI2024: checkMessage<{ operator: string }>({
    severity: "error",
    title: "Parentheses needed",
    message: ({ operator }) => ({
      label: `\`??\` stands next to \`${operator}\``,
      details: [`\`${operator}\` binds tighter than \`??\`, which is easily read the other way round.`],
      hint: "Put parentheses around one of the two: `(price ?? 0) * qty`.",
    }),
    explanation:
      "`price ?? 0 * qty` would mean `price ?? (0 * qty)`. Next to arithmetic or `++` the order is written with parentheses.",
    bad: `total: numeric(12,2) = price ?? 0 * qty`,
    good: `total: numeric(12,2) = (price ?? 0) * qty`,
  }),
  RDI2025: checkMessage<{ name: string; signature: string; found: number }>({
    severity: "error",
    title: "Wrong arguments",
    message: ({ name, signature, found }) => ({
      label: `\`${name}\` doesn't take ${found} argument${found === 1 ? "" : "s"}`,
      details: [],
      hint: `Call it as \`${signature}\`.`,
    }),
    explanation: "Each function takes a fixed number of arguments; the last ones of some can be left out.",
    bad: `code: text = left(sku)`,
    good: `code: text = left(sku, 3)`,
  }),
  RDI2026: checkMessage<{ value: string; type: string; why: string }>({
    severity: "error",
    title: "Constant does not fit",
    message: ({ value, type, why }) => ({
      label: `\`${value}\` is not a \`${type}\``,
      details: [why],
      hint: "Write a constant that fits, or choose a wider type.",
    }),
    explanation: "A constant that its place can't hold would reject every key, so it is found before anything runs.",
    bad: `level: smallint = level ?? 40000`,
    good: `level: int = level ?? 40000`,
  }),
  RDI2027: checkMessage<{ type: string; expected: string }>({
    severity: "error",
    title: "Wrong type arguments",
    message: ({ type, expected }) => ({
      label: `\`${type}\` ${expected}`,
      details: [],
      hint: "Write for example `varchar(120)`, `char(2)`, `numeric(12,2)` or `text`.",
    }),
    explanation:
      "`varchar(n)` and `char(n)` take a length, `numeric` takes nothing or a precision and a scale; the other types take nothing.",
    bad: `name: varchar`,
    good: `name: varchar(120)`,
  }),
  RDI2028: checkMessage<{ column: string; when?: string }>({
    severity: "error",
    title: "Always null",
    message: ({ column, when }) => ({
      label: `\`${column}\` can't be null, and this ${when === undefined ? "always is" : "is where the key is gone"}`,
      details: [when ?? "Every key would be rejected."],
      hint:
        when === undefined
          ? "Give it another value, or leave out `not null`."
          : `Set it: \`on delete set { ${column}: … }\`, or leave out \`not null\`.`,
    }),
    explanation:
      "Columns that are `not null`, `key` columns and owner columns reject a key whose value for them is null.",
    bad: `region: text not null = null`,
    good: `region: text not null = region ?? "eu"`,
  }),
  RDI2029: checkMessage<{ what: string }>({
    severity: "error",
    title: "Unstorable text",
    message: ({ what }) => ({
      label: `this text holds ${what}`,
      details: ["No target stores it in text, and a value with it is rejected, so nothing could ever equal this."],
      hint: "Leave that character out.",
    }),
    explanation:
      "Databases hold neither the character NUL nor half of a surrogate pair in text. Use `bytes` for data that is not text.",
    bad: `tag: text = "a\\u0000b"`,
    good: `tag: text = "a-b"`,
  }),
  RDI2030: checkMessage<{ what: string; example: string }>({
    severity: "error",
    title: "Type needed",
    message: ({ what, example }) => ({
      label: `${what} has no type here`,
      details: ["A field has no type until its place gives it one, and this place doesn't."],
      hint: `Say which one, such as \`${example}\`.`,
    }),
    explanation:
      "Fields take their type from their place: the column, a function's parameter, the other operand. Where there is none, `as` names it. " +
      "`try(x)` of a bare field, for example, can't tell what to try.",
    bad: `let price = try(price)`,
    good: `let price = try(price as numeric)`,
  }),
  RDI2031: checkMessage<{ what: string; example: string }>({
    severity: "error",
    title: "Constant needed",
    message: ({ what, example }) => ({
      label: `${what} is a constant`,
      details: ["It is checked and prepared before anything runs, so it can't come from a value."],
      hint: `Write it as text without holes, such as \`${example}\`.`,
    }),
    explanation:
      "Regular expressions, time formats, zones, units, rounding modes and hash algorithms are constants. A mistake in one is then found by `rdi check`, " +
      "and none of them is prepared again for every key.",
    bad: `valid: boolean = code matches pattern`,
    good: `valid: boolean = code matches r"^[A-Z]{3}$"`,
  }),
  RDI2032: checkMessage<{ value: string; what: string; why: string; near: readonly string[] }>({
    severity: "error",
    title: "Invalid constant",
    message: ({ value, what, why, near }) => ({
      label: `\`${value}\` is not ${what}`,
      details: [why],
      hint: didYouMean(near.map((word) => `"${word}"`)),
      fix: onlyOne(near.map((word) => `"${word}"`)),
    }),
    explanation:
      "Regular expressions have RE2's syntax, which runs in linear time: no look-around and no back-references. Zones have their IANA names, time formats consist of letters such as `yyyy-MM-dd HH:mm`.",
    bad: `valid: boolean = code matches r"(?=a)b"`,
    good: `valid: boolean = code matches r"^ab"`,
  }),
  RDI2033: checkMessage<{ object: string; found: string; hint: string | undefined }>({
    severity: "error",
    title: "No such step",
    message: ({ object, found, hint }) => ({
      label: `\`${object}\` is ${found} and has no members`,
      details: ["Steps lead into JSON values and maps; positions into lists."],
      hint,
    }),
    explanation:
      '`a.b`, `a[0]` and `a["k"]` read a member of a JSON value, an element of a list or an entry of a map. A hash field is undecoded bytes: `as json` reads it as JSON.',
    bad: `city: text = address.city`,
    good: `city: text = (address as json).city`,
  }),
};
