/** Where a command writes. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
  /** Whether messages may be coloured. */
  readonly color: boolean;
  /** Whether what is written can be cleared, as a terminal's screen can. */
  readonly screen?: boolean;
}

export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** Of `--json`. */
export function printObject(value: object, output: Output): void {
  output.out(`${JSON.stringify(value, null, 2)}\n`);
}
