import type { Connection } from "./connection.ts";
import { IDLE_S } from "./session-settings.ts";

export interface KeptAlive {
  /** Nothing is said in between. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
  stop(): void;
}

const EVERY_MS = (1000 * IDLE_S) / 4;

/**
 * The server ends a session of a lane that says nothing for some seconds, so that a worker that stands still loses its locks: MySQL has no such limit
 * for transactions alone. So between transactions something is said; a process that was stopped says nothing.
 */
export function keptAlive(connection: Connection): KeptAlive {
  let busy = 0;
  const timer = setInterval(() => {
    if (busy > 0 || !connection.isOpen()) return;
    // Its loss is noticed by whoever asks next.
    connection.command("DO 0").catch(() => undefined);
  }, EVERY_MS);
  timer.unref();
  return {
    async during(work) {
      busy += 1;
      try {
        return await work();
      } finally {
        busy -= 1;
      }
    },
    stop: () => clearInterval(timer),
  };
}
