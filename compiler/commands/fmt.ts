import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { parse } from "../../grammar/parse.ts";
import { decodeSource } from "../decode-source.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { formatText } from "../format/format.ts";
import { InternalError } from "../internal-error.ts";
import { renderJson } from "../report/json.ts";
import { renderText } from "../report/text.ts";
import { findSources, replaceFile } from "../source-files.ts";
import { UsageError } from "../usage-error.ts";
import type { Output } from "./output.ts";

export interface FmtOptions {
  readonly check: boolean;
  readonly stdin: boolean;
  readonly json: boolean;
}

/** Writes files in the language's layout and names those that changed; `check` only names them. What does not parse stays as it is. */
export async function fmtCommand(paths: readonly string[], options: FmtOptions, output: Output): Promise<ExitCode> {
  if (options.stdin) return formatStdin(paths, options, output);
  const diagnostics: Diagnostic[] = [];
  const changed: string[] = [];
  for (const path of findSources(paths.length === 0 ? ["."] : paths)) {
    const layout = await formatBytes(path, readFileSync(path));
    diagnostics.push(...layout.diagnostics);
    if (layout.text === layout.formatted) continue;
    if (!options.check) replaceFile(path, layout.formatted);
    if (!options.json) output.out(`${path}\n`);
    changed.push(path);
  }
  if (options.json) output.out(renderJson(diagnostics, changed));
  else output.err(renderText(diagnostics, { color: output.color }));
  return diagnostics.length > 0 || (options.check && changed.length > 0) ? EXIT.diagnostics : EXIT.ok;
}

/** Of a text that does not parse nothing is printed, so that an editor keeps what it has. */
async function formatStdin(paths: readonly string[], { check }: FmtOptions, output: Output): Promise<ExitCode> {
  if (paths.length > 0) throw new UsageError("rdi fmt --stdin takes no paths.", "Leave out --stdin, or the paths.");
  const { text, formatted, diagnostics } = await formatBytes("stdin", await buffer(process.stdin));
  output.err(renderText(diagnostics, { color: output.color }));
  if (diagnostics.length > 0) return EXIT.diagnostics;
  if (!check) output.out(formatted);
  return check && text !== formatted ? EXIT.diagnostics : EXIT.ok;
}

interface Layout {
  readonly text: string;
  /** The same where there are diagnostics. */
  readonly formatted: string;
  readonly diagnostics: readonly Diagnostic[];
}

async function formatBytes(path: string, bytes: Buffer): Promise<Layout> {
  const { source, diagnostic } = decodeSource(path, bytes);
  const diagnostics = diagnostic === undefined ? parse(source).diagnostics : [diagnostic];
  // A byte order mark is no part of the text, and nothing that a layout may remove.
  const text = bytes.subarray(0, MARK.length).equals(MARK) ? `\uFEFF${source.text}` : source.text;
  return { text, formatted: diagnostics.length > 0 ? text : await formatSafely(path, text), diagnostics };
}

/** Nobody's file is replaced by one that can't be read any more. */
async function formatSafely(path: string, text: string): Promise<string> {
  const formatted = await formatText(text);
  const mistakes = formatted === text ? [] : parse({ path, text: formatted }).diagnostics;
  if (mistakes.length === 0) return formatted;
  throw new InternalError(`${path} does not parse once it is formatted, and stays as it is.`, [
    renderText(mistakes, { color: false }),
  ]);
}

const MARK = Buffer.from("\uFEFF");
