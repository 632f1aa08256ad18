/** Stream ids are two numbers; both may be longer than a double is exact, but not within a few hundred thousand years. */
export function isBefore(id: string, other: string): boolean {
  const [time = 0, seq = 0] = id.split("-").map(Number);
  const [otherTime = 0, otherSeq = 0] = other.split("-").map(Number);
  return time === otherTime ? seq < otherSeq : time < otherTime;
}
