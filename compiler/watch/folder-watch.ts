import { statSync, watch, type FSWatcher } from "node:fs";
import { dirname, resolve } from "node:path";

/** Tells of changes in folders, not in those inside them. */
export interface FolderWatch {
  /** Watches these from now on. True when one was not watched before, so that a change may have been missed. */
  set(folders: Iterable<string>): boolean;
  close(): void;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** A folder that was replaced by another of its name needs a new watcher. */
  readonly identity: number;
}

/** `onChange` is called for each change of whatever file, often several times for one. */
export function openFolderWatch(onChange: () => void): FolderWatch {
  const watched = new Map<string, Watched>();
  function forget(folder: string): void {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  }
  function add(folder: string, identity: number): void {
    const watcher = watch(folder, () => onChange());
    watcher.on("error", onChange);
    watched.set(folder, { watcher, identity });
  }
  return {
    set(folders) {
      const wanted = new Map(Array.from(folders, existing));
      for (const [folder, { identity }] of watched) if (wanted.get(folder) !== identity) forget(folder);
      const missing = [...wanted].filter(([folder]) => !watched.has(folder));
      for (const [folder, identity] of missing) add(folder, identity);
      return missing.length > 0;
    },
    close() {
      for (const folder of [...watched.keys()]) forget(folder);
    },
  };
}

/** The folder, or the nearest one above it that is there, and its identity. */
function existing(folder: string): readonly [string, number] {
  const path = resolve(folder);
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true || path === dirname(path) ? [path, stats?.ino ?? 0] : existing(dirname(path));
}
