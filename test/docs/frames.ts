/** Parts of a project in a document, put into a frame so that they compile. */
import { analyze } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";

export const DECLARATIONS = `source redis { url: env("REDIS_URL") }
target db: postgres { url: env("DB_URL") }
target cache: redis { url: env("CACHE_URL") }
`;

const ROW = "into db.rows key (id) { id: int = @id }";

/** By what stands behind `rdi` in a fence. Anything else is an error. */
const FRAMES: Readonly<Record<string, (text: string) => string>> = {
  /** A whole project. */
  rdi: (text) => text,
  /** Declarations that need a source and targets. */
  "rdi declarations": (text) => `${DECLARATIONS}${text}${/^job /m.test(text) ? "" : jobOf("hash", ROW)}`,
  /** Settings, functions or imports: all but a job. */
  "rdi settings": (text) =>
    `${text}${/^target /m.test(text) ? "" : 'target db: postgres { url: env("DB_URL") }\n'}${jobOf("hash", ROW)}`,
  /** Clauses of a job, with its `from` or over a hash. */
  "rdi clauses": (text) => `${DECLARATIONS}job rows {\n${withFrom(text)}}\n`,
  "rdi document clauses": (text) => `${DECLARATIONS}job rows {\n  from json "row:{id:int}"\n${text}}\n`,
  /** Columns of a block. */
  "rdi columns": (text) => `${DECLARATIONS}${jobOf("hash", `into db.rows key (id) {\n  id: int = @id\n${text}\n}`)}`,
  "rdi document columns": (text) =>
    `${DECLARATIONS}${jobOf("json", `into db.rows key (id) {\n  id: int = @id\n${text}\n}`)}`,
};

/** The project's text for a fence; undefined for a fence that is not .rdi. */
export function projectOf(language: string, text: string): string | undefined {
  const frame = FRAMES[language];
  if (frame === undefined && language.startsWith("rdi") && language !== "rdi broken")
    throw new Error(`no frame is called ${language}`);
  return frame?.(text);
}

/** A part says only what it is about, so names may be unused and patterns alike. */
const OF_PARTS: ReadonlySet<string> = new Set(["RDI2074"]);

export function complaints(language: string, project: string): readonly Diagnostic[] {
  const { diagnostics } = analyze([{ path: "shop.rdi", text: project }], "shop");
  return language === "rdi" ? diagnostics : diagnostics.filter(({ code }) => !OF_PARTS.has(code));
}

function jobOf(kind: string, clauses: string): string {
  return `job rows {\n  from ${kind} "row:{id:int}"\n  ${clauses}\n}\n`;
}

function withFrom(text: string): string {
  return `${/^\s*(\/\/.*\n\s*)*from /.test(text) ? "" : '  from hash "row:{id:int}"\n'}${text}${/\binto /.test(text) ? "" : `  ${ROW}\n`}`;
}
