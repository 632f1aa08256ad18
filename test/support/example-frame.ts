/** The catalogue's examples are parts of files. A frame makes one a project: what it begins with says where it belongs. */

const source = 'source redis { url: env("REDIS_URL") }';
const target = 'target db: postgres { url: env("DB_URL") }';
const cache = 'target cache: redis { url: env("CACHE_URL") }';
const row = "into db.rows key (redis_key) { redis_key: text = @key }";

const cards =
  'job cards { from hash "card:{number}" into db.cards key (number) { number: text = @number, holder: text, points: int } }';

/** The example as a whole file. */
export function framed(example: string): string {
  const text = completed(example);
  const start = text.replace(/^(\s*(\/\/[^\n]*|\/\*[\s\S]*?\*\/)\n)+/, "");
  const word = /^\w*/.exec(start)?.[0] ?? "";
  // `delivery` and `from` begin clauses too; a column is a name and a colon.
  if (/^\w+:/.test(start)) return project(text, job(`into db.t key (id) {\n id: text = @id\n ${text}\n}`));
  if (word === "from") return project(text, text.includes("into ") ? `job framed {\n${text}\n}` : jobOf(text));
  if (STEPS.has(word)) return project(text, `${cards}\ntest "framed" {\n${text}\n}`);
  if (CLAUSES.has(word) || (word === "delivery" && /^where /m.test(text))) return project(text, job(text));
  return project(text, text);
}

const CLAUSES: ReadonlySet<string> = new Set(["let", "lookup", "where", "skip", "for", "into", "append", "history"]);

const STEPS: ReadonlySet<string> = new Set(["given", "delete", "at", "expect"]);

/** Adds the declarations that the example leaves out. */
function project(example: string, text: string): string {
  const declared = (pattern: RegExp): boolean => pattern.test(example);
  return [
    ...(declared(/^\s*source\b/m) ? [] : [source]),
    ...(declared(/^\s*target\b/m) ? [] : [target, ...(/\binto cache\b/.test(text) ? [cache] : [])]),
    text,
    ...(/^\s*\w*\s*(job|jbo)\b/m.test(text) ? [] : [jobOf('from hash "framed:{id}"')]),
    "",
  ].join("\n");
}

/** An example without its own `from` and a place for rows. */
function job(clauses: string): string {
  const rows = /^\s*into\b|\{\s*into\b/m.test(clauses) ? "" : `\n${row}`;
  const used = Array.from(clauses.matchAll(/@(?!(?:key|value|expires_at)\b)(\w+)/g), ([, name]) => `{${name}}`);
  const pattern = ["framed", ...new Set(used.length === 0 ? ["{id}"] : used)].join(":");
  return `job framed {\nfrom hash "${pattern}"\n${clauses}${rows}\n}`;
}

function jobOf(from: string): string {
  return `job framed {\n${from}\n${row}\n}`;
}

/** An ellipsis in an example stands for what does not matter: rows of a job, or the steps of a test. */
export function completed(example: string): string {
  let count = 0;
  const rows = (): string => `into db.rows${++count} key (redis_key) { redis_key: text = @key }`;
  return example.replaceAll(/(test "[^"]*" \{ )?…/g, (_, test: string | undefined) => test ?? rows());
}
