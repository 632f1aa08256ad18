import type { Severity } from "../../grammar/diagnostic.ts";

/** Colours of a report. Without colour each leaves its text as it is. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly gutter: (text: string) => string;
  readonly hint: (text: string) => string;
  readonly severity: (severity: Severity) => (text: string) => string;
}

export function paint(color: boolean): Paint {
  const style = (codes: string) => (text: string) => (color && text !== "" ? `\u001b[${codes}m${text}\u001b[0m` : text);
  return {
    strong: style("1"),
    gutter: style("34"),
    hint: style("32"),
    severity: (severity) => style(severity === "error" ? "1;31" : "1;33"),
  };
}
