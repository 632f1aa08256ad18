/** Ctrl-C and SIGTERM, as the wish to end. */
export interface Signals {
  readonly promise: Promise<void>;
  readonly arrived: () => boolean;
  readonly close: () => void;
}

export function untilSignal(): Signals {
  let arrived = false;
  let stop = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    stop = () => {
      arrived = true;
      resolve();
    };
  });
  for (const signal of ENDING) process.on(signal, stop);
  return {
    promise,
    arrived: () => arrived,
    close: () => {
      for (const signal of ENDING) process.off(signal, stop);
    },
  };
}

const ENDING = ["SIGINT", "SIGTERM"] as const;
