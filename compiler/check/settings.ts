import type { Entry, Expr, ObjectExpr } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { Span } from "../../grammar/source.ts";
import type { SettingKind } from "./setting-kinds.ts";
import type { Sink } from "./sink.ts";

/** The settings of one kind of block: what each reads. `notYet` are known names that this version does not compile. */
export interface SettingTable<Settings extends object> {
  /** "the source", for messages. */
  readonly where: string;
  readonly kinds: { readonly [Name in keyof Settings]: SettingKind<Settings[Name]> };
  readonly notYet: Readonly<Record<string, string | undefined>>;
  /** Values that name an alternative of the language which this version does not compile. */
  readonly wordsNotYet?: Readonly<Record<string, readonly string[]>>;
}

export interface ReadSettings<Settings extends object> {
  readonly values: Partial<Settings>;
  readonly spans: ReadonlyMap<string, Span>;
}

/** Reads a block's settings; what is wrong is reported and left out. */
export function readSettings<Settings extends object>(
  object: ObjectExpr,
  table: SettingTable<Settings>,
  sink: Sink,
): ReadSettings<Settings> {
  const values: Partial<Settings> = {};
  const spans = new Map<string, Span>();
  for (const entry of object.entries) {
    if (entry.kind === "spread") {
      sink.report("RDI2060", entry.span, { what: "`...` in settings", meanwhile: "Write each setting." });
      continue;
    }
    const name = entry.name.text;
    const first = spans.get(name);
    if (first !== undefined)
      sink.report("RDI2007", entry.name.span, { what: "the setting", name }, [
        { span: first, label: "first set here" },
      ]);
    else if (isSetting(name, table)) {
      const value = readSetting(entry, name, table, sink);
      if (value !== undefined) values[name] = value;
    } else unknownSetting(entry, table, sink);
    spans.set(name, first ?? entry.span);
  }
  return { values, spans };
}

function isSetting<Settings extends object>(
  name: string,
  table: SettingTable<Settings>,
): name is keyof Settings & string {
  return Object.hasOwn(table.kinds, name);
}

function readSetting<Settings extends object, Name extends keyof Settings & string>(
  entry: Extract<Entry, { kind: "entry" }>,
  name: Name,
  table: SettingTable<Settings>,
  sink: Sink,
): Settings[Name] | undefined {
  const kind = table.kinds[name];
  const later = table.wordsNotYet?.[name] ?? [];
  if (entry.value?.kind === "name" && later.includes(entry.value.name.text)) {
    sink.report("RDI2060", entry.value.span, {
      what: `\`${name}: ${entry.value.name.text}\``,
      meanwhile: `Use ${kind.expected}.`,
    });
    return undefined;
  }
  const before = sink.diagnostics().length;
  const value = entry.value === undefined ? undefined : kind.read(entry.value, name, sink);
  if (value === undefined && sink.diagnostics().length === before) {
    sink.report("RDI2011", (entry.value ?? entry.name).span, {
      name,
      expected: kind.expected,
      ...wordAdvice(entry.value, kind.expected),
    });
  }
  return value;
}

/** For `"auto"` in quotes, and for the nearest word. */
function wordAdvice(value: Expr | undefined, expected: string): { readonly hint?: string; readonly fix?: string } {
  const words = [...expected.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? "");
  if (value?.kind === "name") {
    const near = suggest(value.name.text, words);
    const [first] = near;
    if (first === undefined) return {};
    const hint = `Did you mean \`${first}\`?`;
    return near.length === 1 ? { hint, fix: first } : { hint };
  }
  const [part] = value?.kind === "string" ? value.parts : [];
  if (part?.kind !== "text" || !words.includes(part.text)) return {};
  return { hint: `Write \`${part.text}\` without quotes.`, fix: part.text };
}

function unknownSetting<Settings extends object>(
  entry: Extract<Entry, { kind: "entry" }>,
  table: SettingTable<Settings>,
  sink: Sink,
): void {
  const name = entry.name.text;
  if (Object.hasOwn(table.notYet, name)) {
    sink.report("RDI2060", entry.name.span, { what: `the setting \`${name}\``, meanwhile: table.notYet[name] });
    return;
  }
  const known = Object.keys(table.kinds);
  sink.report("RDI2005", entry.name.span, { where: table.where, name, known, near: suggest(name, known) });
}
