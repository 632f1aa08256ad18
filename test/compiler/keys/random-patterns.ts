/** Patterns of all kinds that touch one another, and keys near them, with a plain reading of §4 of the language as the oracle. */
import type { PatternPart, PatternPlan } from "../../../compiler/plan/ir.ts";
import type { Random } from "../../support/random.ts";

type CaptureType = Extract<PatternPart, { kind: "capture" }>["type"];

const TYPES: readonly CaptureType[] = ["text", "text", "int", "bigint", "uuid", "date", "any"];
const LITERALS = [
  "a",
  "ab",
  "a:",
  ":",
  "::",
  "-",
  "0",
  "7",
  "-1",
  "1:",
  "é",
  "ü:",
  "/",
  "]",
  "^",
  "\\",
  ".*",
  "user:",
  "t:",
  "\n",
  "{",
];

export function randomPattern(random: Random): PatternPlan {
  const parts: PatternPart[] = [];
  if (random.chance(0.8)) parts.push(literal(random));
  const captures = random.int(parts.length === 0 ? 1 : 0, 3);
  for (let n = 0; n < captures; n++) {
    const type = random.pick(TYPES);
    parts.push({ kind: "capture", name: `c${n}`, type });
    if (type === "any") break;
    if (n < captures - 1 || random.chance(0.5)) parts.push(literal(random));
  }
  return { text: parts.map((part) => (part.kind === "literal" ? part.text : `{${part.type}}`)).join(""), parts };
}

function literal(random: Random): PatternPart {
  const text = Array.from({ length: random.int(1, 2) }, () => random.pick(LITERALS)).join("");
  return { kind: "literal", text };
}

/** A key of the pattern, most of the time. */
export function keyNear(pattern: PatternPlan, random: Random): string {
  const text = pattern.parts.map((part) => (part.kind === "literal" ? part.text : valueOf(part.type, random))).join("");
  return damaged(Buffer.from(text, "utf8").toString("latin1"), random);
}

function valueOf(type: CaptureType, random: Random): string {
  const digits = (length: number): string => Array.from({ length }, () => random.int(0, 9)).join("");
  const hex = (length: number): string => Array.from({ length }, () => random.pick([..."0123456789abcdef"])).join("");
  switch (type) {
    case "text":
      return random.pick(["x", "a", "7", "-1", "é", "user", "a-b", "x/y", "007", hex(8), "ü"]);
    case "any":
      return random.pick(["x", "a:b", ":", "\n", "7", "é:-1", "::"]);
    case "int":
    case "bigint":
      return random.pick(["0", "7", "-1", "10", digits(3), "-0", "12345678901234567890", "-", "71"]);
    case "uuid":
      return random.pick([[8, 4, 4, 4, 12].map(hex).join("-"), hex(32), [8, 4, 4, 4, 11].map(hex).join("-")]);
    case "date":
      return random.pick([`${digits(4)}-${digits(2)}-${digits(2)}`, "2024-1-1", "20240101"]);
  }
}

function damaged(key: string, random: Random): string {
  const at = random.int(0, key.length);
  const byte = String.fromCharCode(random.int(0, 255));
  switch (random.int(0, 7)) {
    case 0:
      return key.slice(0, at) + byte + key.slice(at);
    case 1:
      return key.slice(0, at) + key.slice(at + 1);
    case 2:
      return key.slice(0, at) + byte + key.slice(at + 1);
    case 3:
      return key.slice(0, at);
    default:
      return key;
  }
}

/** §4 of the language, as a regular expression over latin1. */
export function plainRegex({ parts }: PatternPlan): RegExp {
  const source = parts.map((part, index) => {
    if (part.kind === "literal") return Buffer.from(part.text, "utf8").reduce((text, byte) => text + hexOf(byte), "");
    const next = parts[index + 1];
    const stop = next?.kind === "literal" ? hexOf(Buffer.from(next.text, "utf8")[0] ?? 0) : "";
    const regexes: Record<CaptureType, string> = {
      text: `[^\\x3a${stop}]+`,
      any: "[^]+",
      int: "(?:0|-?[1-9][0-9]*)",
      bigint: "(?:0|-?[1-9][0-9]*)",
      uuid: "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
      date: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    };
    return regexes[part.type];
  });
  return new RegExp(`^${source.join("")}$`);
}

/** The bytes before the first capture. */
export function plainPrefix({ parts: [first] }: PatternPlan): string {
  return first?.kind === "literal" ? Buffer.from(first.text, "utf8").toString("latin1") : "";
}

function hexOf(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
