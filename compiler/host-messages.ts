import { diagnosticOf, syntaxError } from "../grammar/message.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import type { Span } from "../grammar/source.ts";

/** RDI19xx: files as they lie on the disk. */
export const hostMessages = {
  RDI1901: syntaxError({
    title: "Not UTF-8",
    message: (p: { byte: number }) => ({
      label: `byte ${p.byte} of the file is not UTF-8`,
      hint: "Save the file as UTF-8; editors offer it as an encoding.",
    }),
    explanation:
      "A .rdi file is UTF-8 text. Bytes of another encoding, such as Latin-1 or UTF-16, are refused: replaced by something else, they would name other fields and keys.",
    bad: '// saved as Latin-1\nwhere city is "Zürich"',
    good: '// saved as UTF-8\nwhere city is "Zürich"',
  }),
};

export function notUtf8(span: Span, byte: number): Diagnostic {
  const { severity, title, message } = hostMessages.RDI1901;
  return diagnosticOf({ code: "RDI1901", severity, title }, message({ byte }), { span });
}
