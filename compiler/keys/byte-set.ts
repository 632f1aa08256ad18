/** A set of bytes: bit n stands for byte n. */
export type ByteSet = bigint;

export const NO_BYTE: ByteSet = 0n;
export const ANY_BYTE: ByteSet = (1n << 256n) - 1n;

/** The bytes of a latin1 string. */
export function bytesAmong(latin1: string): ByteSet {
  let set = NO_BYTE;
  for (let index = 0; index < latin1.length; index++) set |= 1n << BigInt(latin1.charCodeAt(index));
  return set;
}

/** All bytes but those of a latin1 string. */
export function bytesExcept(latin1: string): ByteSet {
  return ANY_BYTE & ~bytesAmong(latin1);
}

export const DIGITS: ByteSet = bytesAmong("0123456789");
export const DIGITS_FROM_ONE: ByteSet = bytesAmong("123456789");
export const HEX_DIGITS: ByteSet = bytesAmong("0123456789abcdef");

/** In ascending order. */
export function bytesOfSet(set: ByteSet): readonly number[] {
  return ALL.filter((byte) => ((set >> BigInt(byte)) & 1n) === 1n);
}

const ALL: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);
