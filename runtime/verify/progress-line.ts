import type { RouteCounts } from "./verify-route.ts";

const TERMINAL_MS = 500;
const FILE_MS = 10_000;

/** Says on stderr how far it has come: in place on a terminal, seldom elsewhere. */
export function createProgressLine(route: string): { moved(counts: RouteCounts, share: number): void; end(): void } {
  const isTerminal = process.stderr.isTTY === true;
  let began = Date.now();
  let last = 0;
  let before = 0;
  let next = began + (isTerminal ? TERMINAL_MS : FILE_MS);
  let shown = false;
  return {
    moved: ({ keys, owners }, share) => {
      const now = Date.now();
      // The second direction has begun.
      if (share < last) [began, before] = [now, keys + owners];
      last = share;
      if (now < next) return;
      next = now + (isTerminal ? TERMINAL_MS : FILE_MS);
      shown = true;
      const seconds = (now - began) / 1000;
      const left = share > 0 && share < 1 ? `, ${Math.ceil((seconds * (1 - share)) / share)} s left` : "";
      const rate = Math.round((keys + owners - before) / Math.max(0.001, seconds));
      const text = `${route}: ${keys} keys, ${Math.floor(100 * share)} %, ${owners} owners of rows, ${rate}/s${left}`;
      process.stderr.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
    },
    end: () => void (shown && isTerminal && process.stderr.write("\r\u001b[K")),
  };
}
