/** Why the worker is not ready, gathered from its parts whenever somebody asks. */
export interface Health {
  /** Adds a question; a part answers with a reason, or undefined when it is ready. */
  ask(part: string, question: () => string | undefined): void;
  /** Adds lines for the status page. */
  show(part: string, lines: () => Readonly<Record<string, string | number>>): void;
  reasons(): Readonly<Record<string, string>>;
  status(): Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}

export function createHealth(): Health {
  const questions = new Map<string, () => string | undefined>();
  const pages = new Map<string, () => Readonly<Record<string, string | number>>>();
  return {
    ask: (part, question) => void questions.set(part, question),
    show: (part, lines) => void pages.set(part, lines),
    reasons: () => Object.fromEntries([...questions].flatMap(([part, question]) => answered(part, question()))),
    status: () => Object.fromEntries([...pages].map(([part, lines]) => [part, lines()])),
  };
}

function answered(part: string, reason: string | undefined): readonly (readonly [string, string])[] {
  return reason === undefined ? [] : [[part, reason]];
}
