/** Files that are deep or long in one place. */
import type { Random } from "../support/random.ts";

type Shape = (size: number) => string;

const expressions: Readonly<Record<string, Shape>> = {
  parentheses: (size) => "(".repeat(size) + "1" + ")".repeat(size),
  "open parentheses": (size) => "(".repeat(size),
  "closing parentheses": (size) => ")".repeat(size),
  lists: (size) => "[".repeat(size) + "]".repeat(size),
  objects: (size) => "{a:".repeat(size) + "1" + "}".repeat(size),
  mixed: (size) => "([{a:".repeat(size) + "1" + "}])".repeat(size),
  calls: (size) => "f(".repeat(size) + "1" + ")".repeat(size),
  not: (size) => "not ".repeat(size) + "true",
  minus: (size) => "-".repeat(size) + "1",
  "spaced minus": (size) => "- ".repeat(size) + "1",
  path: (size) => "a" + ".b".repeat(size),
  indexes: (size) => "a" + "[0]".repeat(size),
  casts: (size) => "a" + " as text".repeat(size),
  sum: (size) => "1" + " + 1".repeat(size),
  concatenation: (size) => "a" + " ++ b".repeat(size),
  coalesce: (size) => "a" + " ?? b".repeat(size),
  and: (size) => "a" + " and b".repeat(size),
  comparisons: (size) => "a" + " < b".repeat(size),
  is: (size) => "a" + " is null".repeat(size),
  between: (size) => "a" + " between 1 and 2".repeat(size),
  in: (size) => "a" + " in [1]".repeat(size),
  case: (size) => "case when a then ".repeat(size) + "1" + " end".repeat(size),
  "open case": (size) => "case when ".repeat(size),
  arms: (size) => `case a${' when "x" then 1'.repeat(size)} end`,
  list: (size) => `[${"1, ".repeat(size)}]`,
  holes: (size) => `"${"{a}".repeat(size)}"`,
  escapes: (size) => `"${"\\n".repeat(size)}"`,
  braces: (size) => `"${"{".repeat(size)}"`,
  digits: (size) => "1".repeat(size),
  fraction: (size) => `0.${"0".repeat(size)}1`,
  name: (size) => "a".repeat(size),
  quoted: (size) => `\`${"``".repeat(size)}\``,
  text: (size) => `"${"x".repeat(size)}"`,
  commas: (size) => ",".repeat(size),
  dots: (size) => ".".repeat(size),
  backquotes: (size) => "`".repeat(size),
  quotes: (size) => '"'.repeat(size),
  backslashes: (size) => `"${"\\".repeat(size)}"`,
  emoji: (size) => "😀".repeat(size),
};

/** Jobs are compared in pairs, and calls of functions are followed from each of them: a thousand takes seconds by design. */
const fewer =
  (shape: Shape): Shape =>
  (size) =>
    shape(Math.min(size, 300));

const clauses: Readonly<Record<string, Shape>> = {
  where: (size) => "where a {\n".repeat(size) + "}\n".repeat(size),
  for: (size) => "for x in a {\n".repeat(size) + "}\n".repeat(size),
  mixed: (size) => "where a { for x in b {\n".repeat(size) + "} }\n".repeat(size),
  open: (size) => "where a {\n".repeat(size),
  lets: (size) =>
    Array.from({ length: size }, (_, i) => `let c${i} = ${i === 0 ? "a" : `c${i - 1}`} ++ "x"`).join("\n"),
  "doubling lets": (size) =>
    Array.from({ length: size }, (_, i) => `let c${i} = ${i === 0 ? "a" : `c${i - 1} ++ c${i - 1}`}`).join("\n") +
    `\ninto db.u key (id) { id: bigint = @id\n x: text = c${size - 1} }`,
  intos: fewer((size) => "into db.u key (id) { id: bigint = @id }\n".repeat(size)),
  columns: (size) =>
    `into db.u key (id) { id: bigint = @id\n${Array.from({ length: size }, (_, i) => `c${i}: text`).join("\n")} }`,
  "bad columns": (size) =>
    `into db.u key (id) { id: bigint = @id\n${Array.from({ length: size }, (_, i) => `c${i}: txt = f${i}(a)`).join("\n")} }`,
  keys: (size) => `into db.u key (${Array.from({ length: size }, (_, i) => `c${i}`).join(", ")}) { id: bigint = @id }`,
};

const files: Readonly<Record<string, Shape>> = {
  functions: fewer(
    (size) =>
      Array.from({ length: size }, (_, i) => `fn f${i}(a: text) = ${i === 0 ? "a" : `f${i - 1}(a)`}`).join("\n") +
      `\n${inJob(`let x = f${size - 1}(a)\n into db.u key (id) { id: bigint = @id\n y: text = x }`)}`,
  ),
  "doubling functions": fewer(
    (size) =>
      Array.from(
        { length: size },
        (_, i) => `fn f${i}(a: text) = ${i === 0 ? "a" : `f${i - 1}(a) ++ f${i - 1}(a)`}`,
      ).join("\n") + `\n${inJob(`into db.u key (id) { id: bigint = @id\n y: text = f${size - 1}(a) }`)}`,
  ),
  "recursive functions": fewer(
    (size) =>
      `${Array.from({ length: size }, (_, i) => `fn f${i}(a: text) = f${(i + 1) % size}(a)`).join("\n")}\n${inJob("let x = f0(a)")}`,
  ),
  captures: (size) =>
    `job j { from hash "${Array.from({ length: size }, (_, i) => `{c${i}}:`).join("")}" into db.t key (k) { k: text = @key } }`,
  "touching captures": (size) => `job j { from hash "${"{a}".repeat(size)}" into db.t key (k) { k: text = @key } }`,
  jobs: fewer((size) =>
    Array.from(
      { length: size },
      (_, i) => `job j${i} { from hash "a${i}:{id}" into db.t${i} key (id) { id: text = @id } }`,
    ).join("\n"),
  ),
  "one job often": fewer((size) => 'job j { from hash "a:{id}" into db.t key (id) { id: text = @id } }\n'.repeat(size)),
  targets: (size) => 'target db: postgres { url: "postgres://u:secret@h/d" }\n'.repeat(size),
  settings: (size) => `source redis { ${'url: env("A")\n'.repeat(size)} }`,
  conflicts: (size) => "<<<<<<< a\n=======\n>>>>>>> b\n".repeat(size),
  comments: (size) => "/* ".repeat(size),
  slashes: (size) => "/".repeat(size),
  docs: (size) => "/// doc\n".repeat(size),
  newlines: (size) => "\n".repeat(size),
  "carriage returns": (size) => "\r".repeat(size),
  nul: (size) => "\0".repeat(size),
  words: (size) => "where ".repeat(size),
  declarations: (size) => "job ".repeat(size),
};

const all: readonly Shape[] = [
  ...Object.values(expressions).map(
    (shape): Shape =>
      (size) =>
        inJob(`let x = ${shape(size)}\n  where ${shape(size)}`),
  ),
  ...Object.values(expressions).map(
    (shape): Shape =>
      (size) =>
        inJob(`into db.u key (id) { id: bigint = @id\n  x: text = ${shape(size)} }`),
  ),
  ...Object.values(clauses).map(
    (shape): Shape =>
      (size) =>
        inJob(shape(size)),
  ),
  ...Object.values(files),
];

/** One of the shapes, of about `size` repetitions, but no longer than `most` characters. */
export function nested(random: Random, size: number, most: number): string {
  const shape = random.pick(all);
  const small = shape(8).length;
  const each = Math.max(1, (shape(16).length - small) / 8);
  return shape(Math.max(1, Math.min(size, Math.floor(most / each))));
}

/** How many shapes there are, and each at one size: what a test goes through. */
export function everyShape(size: number): readonly string[] {
  return all.map((shape) => shape(size));
}

function inJob(clauses: string): string {
  return [
    'source redis { url: env("REDIS_URL") }',
    'target db: postgres { url: env("DB_URL") }',
    "job deep {",
    '  from hash "t:{id:int}"',
    `  ${clauses}`,
    "  into db.t key (id) { id: bigint = @id }",
    "}",
    "",
  ].join("\n");
}
