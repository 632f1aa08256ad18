import type { ObjectExpr } from "../../grammar/ast.ts";
import type { SettingPlan } from "../plan/ir.ts";
import type { Sink } from "./sink.ts";

/** Of settings that other tools have and that stand in a URL here. */
export const IN_URL = "Put it into the URL, and read that with `env(…)`.";

/** Hosts with or without ports, the name of the primary, perhaps a database and options. */
const SENTINELS = /^\w+\+sentinel:\/\/([^@/?#]*@)?[^@/?#,]+(,[^@/?#,]+)*\/[\w.-]+(\/\d{0,9})?(\?[^#]*)?$/;

function listed(schemes: readonly string[]): string {
  const [last = "", ...others] = schemes.map((scheme) => `\`${scheme}\``).toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} or ${last}`;
}

/** A constant URL is checked here; one from the environment when the worker starts. */
export function checkUrl(
  settings: ObjectExpr,
  url: SettingPlan | undefined,
  schemes: readonly string[],
  sink: Sink,
): void {
  const text = url?.kind === "constant" ? url.value : url?.kind === "env" ? url.fallback : undefined;
  const entry = settings.entries.find((candidate) => candidate.kind === "entry" && candidate.name.text === "url");
  if (text === undefined || entry === undefined) return;
  const scheme = schemes.find((each) => text.startsWith(each));
  if (scheme !== undefined && (!scheme.endsWith("+sentinel://") || SENTINELS.test(text))) return;
  const expected =
    scheme === undefined
      ? `a URL that begins with ${listed(schemes)}`
      : `a URL of the form \`${scheme}host:26379,host:26379/name\``;
  sink.report("RDI2011", (entry.value ?? entry).span, { name: "url", expected });
}
