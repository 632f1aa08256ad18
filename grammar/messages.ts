import type { Diagnostic, RelatedPlace } from "./diagnostic.ts";
import { diagnosticOf, type Message } from "./message.ts";
import { holeMessages } from "./messages-holes.ts";
import { structureMessages } from "./messages-structure.ts";
import { textMessages } from "./messages-text.ts";
import type { Span } from "./source.ts";

/** The catalogue of syntax errors: code → severity, title, message and explanation. */
export const syntaxMessages = { ...textMessages, ...structureMessages, ...holeMessages };

export type SyntaxCode = keyof typeof syntaxMessages;
export type SyntaxParams<Code extends SyntaxCode> = Parameters<(typeof syntaxMessages)[Code]["message"]>[0];

/** A diagnostic of the catalogue. The type system demands the parameters of its code. */
export function diagnose<Code extends SyntaxCode>(
  code: Code,
  span: Span,
  params: SyntaxParams<Code>,
  related: readonly RelatedPlace[] = [],
): Diagnostic {
  const entry = syntaxMessages[code];
  // The compiler can't see that `message` takes exactly the parameters of `code`; SyntaxParams says so.
  const message = (entry.message as (params: SyntaxParams<Code>) => Message)(params);
  return diagnosticOf({ code, severity: entry.severity, title: entry.title }, message, { span, related });
}
