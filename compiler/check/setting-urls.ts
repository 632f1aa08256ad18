import type { ObjectExpr } from "../../grammar/ast.ts";
import type { SettingPlan } from "../plan/ir.ts";
import type { Sink } from "./sink.ts";

/** Of settings that other tools have and that stand in a URL here. */
export const IN_URL = "Put it into the URL, and read that with `env(…)`.";

/** A constant URL is checked here; one from the environment when the worker starts. */
export function checkUrl(
  settings: ObjectExpr,
  url: SettingPlan | undefined,
  schemes: readonly string[],
  sink: Sink,
): void {
  const text = url?.kind === "constant" ? url.value : url?.kind === "env" ? url.fallback : undefined;
  const entry = settings.entries.find((candidate) => candidate.kind === "entry" && candidate.name.text === "url");
  if (text === undefined || entry === undefined || schemes.some((scheme) => text.startsWith(scheme))) return;
  const expected = `a URL that begins with ${schemes.map((scheme) => `\`${scheme}\``).join(" or ")}`;
  sink.report("RDI2011", (entry.value ?? entry).span, { name: "url", expected });
}
