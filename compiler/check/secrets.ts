import type { Entry, Expr, ObjectExpr } from "../../grammar/ast.ts";
import type { Sink } from "./sink.ts";

const SECRET_NAMES = /^(password|passwd|pass|secret|token|api_?key|sentinel_password)$/i;

/** Reports passwords that stand in the text: in a URL, as the default of `env`, or as a setting of their own. */
export function checkSecrets(settings: ObjectExpr, variable: string, sink: Sink): void {
  for (const entry of settings.entries) {
    if (entry.kind === "entry" && entry.value !== undefined) checkEntry(entry, entry.value, variable, sink);
  }
}

function checkEntry(entry: Extract<Entry, { kind: "entry" }>, value: Expr, variable: string, sink: Sink): void {
  const name = entry.name.text;
  const secret = SECRET_NAMES.test(name);
  for (const text of textsOf(value)) {
    if (secret || hasPassword(text.text)) {
      const example = secret ? `env("${variable}_${name.toUpperCase()}")` : `env("${variable}_URL")`;
      sink.report("RDI2012", text.span, { name, example });
    }
  }
}

/** The text itself, or the default of `env`. The arguments that are names and paths are no secrets. */
function textsOf(value: Expr): readonly { readonly text: string; readonly span: Expr["span"] }[] {
  if (value.kind === "raw") return [{ text: value.text, span: value.span }];
  if (value.kind === "call" && value.name.text === "env") return value.args.slice(1).flatMap(textsOf);
  if (value.kind !== "string") return [];
  return [{ text: value.parts.map((part) => (part.kind === "text" ? part.text : "{}")).join(""), span: value.span }];
}

/** `redis://user:secret@host`, `postgres://host/db?password=secret`. */
function hasPassword(text: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*:[^/?#@]+@/i.test(text) ||
    /[?&](password|sslpassword|sentinel_password)=[^&]/i.test(text)
  );
}
