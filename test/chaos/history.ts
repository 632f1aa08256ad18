/** What writers did, to tell the story of one key: the latest commands, and the faults between them. */
export interface History {
  /** A command that was answered; what failed is told as well. */
  command(words: readonly unknown[], outcome: string): void;
  event(what: string): void;
  /** Everything that touched a key of the name, with the faults around it. */
  of(key: string): readonly string[];
  readonly changes: number;
}

const KEPT = 300_000;

export function createHistory(): History {
  const began = Date.now();
  const commands: { readonly at: number; readonly words: readonly unknown[]; readonly outcome: string }[] = [];
  const events: { readonly at: number; readonly what: string }[] = [];
  let changes = 0;
  const time = (at: number): string => `${((at - began) / 1000).toFixed(3)} s`;
  return {
    get changes() {
      return changes;
    },
    command: (words, outcome) => {
      if (outcome !== "error") changes++;
      commands.push({ at: Date.now(), words, outcome });
      if (commands.length > KEPT * 1.2) commands.splice(0, commands.length - KEPT);
    },
    event: (what) => void events.push({ at: Date.now(), what }),
    of: (key) => {
      const own = commands.filter(({ words }) => words.includes(key));
      const from = own.at(-40)?.at ?? 0;
      const lines = [
        ...own.map(({ at, words, outcome }) => ({ at, line: `${words.map(spelled).join(" ")} → ${outcome}` })),
        ...events.map(({ at, what }) => ({ at, line: `-- ${what}` })),
      ];
      return lines
        .filter(({ at }) => at >= from - 5_000)
        .sort((one, other) => one.at - other.at)
        .map(({ at, line }) => `${time(at)} ${line.slice(0, 300)}`);
    },
  };
}

function spelled(word: unknown): string {
  if (Buffer.isBuffer(word)) return `<${word.length} bytes>`;
  const line = String(word).trim().replaceAll(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
