import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { packageVersion } from "../package-root.ts";
import { renderGithub } from "./github.ts";
import { renderJson } from "./json.ts";
import { renderSarif } from "./sarif.ts";
import { renderText } from "./text.ts";

/** The forms of a report. */
export const FORMS = ["text", "json", "sarif", "github"] as const;
export type Form = (typeof FORMS)[number];

export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  /** What was written. */
  readonly files: readonly string[];
  readonly color: boolean;
}

export function render(form: Form, { diagnostics, files, color }: Report): string {
  switch (form) {
    case "text":
      return renderText(diagnostics, { color });
    case "json":
      return renderJson(diagnostics, files);
    case "sarif":
      return renderSarif(diagnostics, packageVersion());
    case "github":
      return renderGithub(diagnostics);
    default:
      return form satisfies never;
  }
}
