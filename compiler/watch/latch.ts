/** What events open and who waits for them closes. */
export interface Latch {
  readonly open: () => void;
  readonly opened: () => Promise<void>;
  readonly isOpen: () => boolean;
  readonly reset: () => void;
}

export function createLatch(): Latch {
  let open = false;
  let release = (): void => undefined;
  return {
    open() {
      open = true;
      release();
    },
    opened: () => (open ? Promise.resolve() : new Promise<void>((resolve) => (release = resolve))),
    isOpen: () => open,
    reset: () => (open = false),
  };
}
