import { isUtf8 } from "node:buffer";
import type { Raw } from "./raw.ts";

/** The longest rendering of a value, in characters. */
export const RENDERED_LENGTH = 80;

/**
 * A value for people: valid UTF-8 as it is; control characters and invalid bytes as `\xNN`; a backslash doubled, so
 * that the two are told apart; cut off with `…`.
 */
export function renderRaw(raw: Raw): string {
  const bytes = typeof raw === "string" ? Buffer.from(raw.slice(0, RENDERED_LENGTH + 1), "utf8") : raw;
  const plain = bytes.length > RENDERED_LENGTH ? "\\" : bytes.toString("latin1");
  if (!/[^ -~]|\\/.test(plain)) return plain;
  let rendered = "";
  let kept = "";
  for (let at = 0; at < bytes.length;) {
    const size = sequenceLength(bytes, at);
    rendered += size === 0 ? hexOfByte(bytes[at] ?? 0) : renderCharacter(bytes.toString("utf8", at, at + size));
    if (rendered.length > RENDERED_LENGTH) return `${kept}…`;
    if (rendered.length < RENDERED_LENGTH) kept = rendered;
    at += Math.max(size, 1);
  }
  return rendered;
}

/** A value that is text already, or has a plain text. */
export function renderText(value: { toString(): string }): string {
  return renderRaw(Buffer.from(value.toString().slice(0, RENDERED_LENGTH + 1), "utf8"));
}

/** The length of the valid UTF-8 sequence that begins here; 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return at + size <= bytes.length && isUtf8(bytes.subarray(at, at + size)) ? size : 0;
}

function renderCharacter(character: string): string {
  if (character === "\\") return "\\\\";
  const unit = character.charCodeAt(0);
  return unit < 0x20 || unit === 0x7f ? hexOfByte(unit) : character;
}

function hexOfByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
