import { COMPILER_PAGES, EFFECTS, RUNTIME_PAGES, SHOWN_AS, type CompilerPage, type RuntimePage } from "./pages.ts";

/** docs/errors.md: every code that a diagnostic, a log line or a dead letter can carry, as `rdi explain` prints them one by one. */
export function errorsPage(): string {
  return `${[head, ...CHAPTERS.flatMap(chapter)].join("\n\n")}\n`;
}

const head = `<!-- Written by compiler/report/generate-errors.ts from the catalogues. Don't edit. -->

# Error codes

Every message has a code, and \`rdi explain CODE\` prints what stands here. The codes below RDI5000 are the compiler's: an error keeps
everything from being written, a warning keeps nothing. Those from RDI5000 on are a running worker's, and stand in its log, its dead letters and its last
words.

The examples are the parts of a file that matter. An ellipsis stands for more of it.`;

interface Chapter {
  readonly title: string;
  /** What the codes begin with. */
  readonly prefix: string;
}

const CHAPTERS: readonly Chapter[] = [
  { title: "Characters, texts, numbers and layout", prefix: "RDI10" },
  { title: "Declarations, clauses and expressions", prefix: "RDI11" },
  { title: "Holes of texts", prefix: "RDI12" },
  { title: "Files", prefix: "RDI19" },
  { title: "Names, settings, types and rows", prefix: "RDI2" },
  { title: "The target's tables", prefix: "RDI3" },
  { title: "A running worker", prefix: "RDI5" },
];

function chapter({ title, prefix }: Chapter): readonly string[] {
  const compiled = entriesOf(COMPILER_PAGES, prefix);
  const running = entriesOf(RUNTIME_PAGES, prefix);
  const rows = [
    ...compiled.map(([code, page]) => row(code, page.title, page.severity)),
    ...running.map(([code, page]) => row(code, page.title, EFFECTS[page.kind])),
  ];
  return [
    `## ${title}`,
    ["| code | title | |", "|---|---|---|", ...rows].join("\n"),
    ...compiled.flatMap(([code, page]) => compilerPage(code, page)),
    ...running.flatMap(([code, page]) => runtimePage(code, page)),
  ];
}

function entriesOf<Page>(pages: ReadonlyMap<string, Page>, prefix: string): readonly (readonly [string, Page])[] {
  return [...pages].filter(([code]) => code.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function row(code: string, title: string, what: string): string {
  return `| [${code}](#${code.toLowerCase()}) | ${title} | ${what} |`;
}

function compilerPage(code: string, { severity, title, explanation, bad, good }: CompilerPage): readonly string[] {
  return [heading(code), `**${title}** (${severity})`, prose(explanation), "Wrong:", fence(bad), "Right:", fence(good)];
}

function runtimePage(code: string, page: RuntimePage): readonly string[] {
  const { title, kind, exit, explanation, action, example } = page;
  const exits = exit === undefined ? "" : `, exit code ${exit}`;
  return [
    heading(code),
    `**${title}** (${EFFECTS[kind]}${exits})`,
    prose(explanation),
    `What to do: ${prose(action)}`,
    `${SHOWN_AS[kind]}:`,
    fence(example),
  ];
}

/** The heading is the code alone, so that its anchor is the code as well. */
function heading(code: string): string {
  return `### ${code}`;
}

/** Markdown would read `<` and `*` outside of code as its own. */
function prose(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map((part) => (part.startsWith("`") ? part : part.replaceAll(/[\\<>*_[\]]/g, "\\$&"))).join("");
}

/** `text`, not `rdi`: an example is no whole file. */
function fence(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}
