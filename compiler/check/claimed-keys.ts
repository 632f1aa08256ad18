import type { Expr, StringPart } from "../../grammar/ast.ts";
import type { Pattern } from "./pattern.ts";
import type { CheckedKey } from "./redis-destination.ts";
import type { Sink } from "./sink.ts";

/** Warns where what identifies the key, or the member of a set, is not of one source key alone. */
export function warnOfClaimedKeys(keys: readonly CheckedKey[], pattern: Pattern, sink: Sink): void {
  if (pattern.captures.size === 0) return;
  for (const { destination, plan } of keys) {
    if (plan.kind === "stream") continue;
    const member = destination.value.entries.find((entry) => entry.kind === "entry" && entry.name.text === "member");
    const isMember = plan.kind === "set" || plan.kind === "zset";
    const held = new Set([
      ...destination.key.parts.flatMap(partNames),
      ...(isMember && member?.value !== undefined ? exactly(member.value) : []),
    ]);
    const missing = [...pattern.captures.keys()].filter((name) => !held.has(name));
    // A misspelled one is reported already.
    const isSpelled = [...held].every((name) => pattern.captures.has(name) || BUILT_IN.has(name));
    if (!held.has("key") && missing.length > 0 && isSpelled) sink.report("RDI2086", destination.key.span, { missing });
  }
}

const BUILT_IN: ReadonlySet<string> = new Set(["key", "value", "expires_at"]);

/** The captures that the text holds as they are. */
function exactly(expr: Expr): readonly string[] {
  if (expr.kind === "group") return exactly(expr.inner);
  if (expr.kind === "at") return [expr.name];
  return expr.kind === "string" ? expr.parts.flatMap(partNames) : [];
}

function partNames(part: StringPart): readonly string[] {
  return part.kind === "hole" ? exactly(part.value) : [];
}
