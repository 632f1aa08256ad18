import type { Expr } from "../../grammar/ast.ts";
import type { SettingPlan } from "../plan/ir.ts";
import type { Sink } from "./sink.ts";

/** One kind of setting: what it reads, and the words for "`batch` is …". `read` reports by itself or returns "expected". */
export interface SettingKind<Result> {
  readonly expected: string;
  read(value: Expr, name: string, sink: Sink): Result | undefined;
}

export function whole(least: number, most: number): SettingKind<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read(value) {
      if (value.kind !== "number" || !/^\d{1,15}$/.test(value.text)) return undefined;
      const number = Number(value.text);
      return number >= least && number <= most ? number : undefined;
    },
  };
}

/** In ms. */
export function duration(least: number): SettingKind<number> {
  return {
    expected:
      least === 0
        ? "a duration, such as `20ms` or `30s`"
        : `a duration of at least ${least}ms, such as \`100ms\` or \`30s\``,
    read(value) {
      if (value.kind !== "duration") return undefined;
      const ms = Number(value.micros / 1000n);
      return ms >= least && ms <= longestTimer ? ms : undefined;
    },
  };
}

/** What Node's timers can wait: 2^31 - 1 ms. */
const longestTimer = 2_147_483_647;

/** In bytes. */
export function size(most: number, least = 1): SettingKind<number> {
  return {
    expected:
      least === 1
        ? "a size, such as `64kb` or `16mb`"
        : `a size of at least ${least / 1024 / 1024}mb, such as \`64mb\` or \`1gb\``,
    read: (value) => (value.kind === "size" && value.bytes >= least && value.bytes <= most ? value.bytes : undefined),
  };
}

/** A listed word, bare. */
export function word<const Word extends string>(...words: readonly Word[]): SettingKind<Word> {
  return {
    expected: words.map((known) => `\`${known}\``).join(" or "),
    read: (value) => (value.kind === "name" ? words.find((known) => known === value.name.text) : undefined),
  };
}

export const constantText: SettingKind<string> = {
  expected: "constant text in double quotes",
  read: textOfLiteral,
};

/** Constant text, `env(…)` or `file(…)`. */
export const indirectText: SettingKind<SettingPlan> = {
  expected: 'text, `env("NAME")`, `env("NAME", "default")` or `file("path")`',
  read(value, name, sink) {
    if (value.kind !== "call") {
      const text = textOfLiteral(value, name, sink);
      return text === undefined ? undefined : { kind: "constant", value: text };
    }
    const args = value.args.map((arg) => textOfLiteral(arg, name, sink));
    const [first, second] = args;
    if (first === undefined || first === "" || args.includes(undefined)) return undefined;
    if (value.name.text === "env" && args.length <= 2) return { kind: "env", name: first, fallback: second };
    return value.name.text === "file" && args.length === 1 ? { kind: "file", path: first } : undefined;
  },
};

function textOfLiteral(value: Expr, name: string, sink: Sink): string | undefined {
  if (value.kind === "raw") return value.text;
  if (value.kind !== "string") return undefined;
  const hole = value.parts.find((part) => part.kind !== "text");
  if (hole !== undefined) sink.report("RDI2017", hole.span, { what: `\`${name}\`` });
  return value.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}
