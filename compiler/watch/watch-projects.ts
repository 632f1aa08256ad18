import { setTimeout as wait } from "node:timers/promises";
import type { ProjectSources } from "../host.ts";
import type { Output } from "../commands/output.ts";
import { openFolderWatch } from "./folder-watch.ts";
import { createLatch, type Latch } from "./latch.ts";
import { changedFiles, isSame, look, type Look } from "./look.ts";
import { untilSignal, type Signals } from "./signals.ts";

/** How long it must be quiet after a change: editors write a file in several steps. */
const QUIET_MS = 40;

export interface Watching {
  readonly paths: readonly string[];
  readonly read: (paths: readonly string[]) => readonly ProjectSources[];
  /** Called with the projects whenever a file differs from what it was. */
  readonly run: (projects: readonly ProjectSources[]) => Promise<unknown>;
}

/**
 * Works until Ctrl-C or SIGTERM.
 *
 *   looking ──a text differs──▶ running ──▶ looking
 *      │  ▲
 *   nothing differs
 *      ▼  │ quiet again
 *   waiting ──event──▶ settling
 *
 * Events only say that another look is worth while, so doubled, early and spurious ones cost nothing. The first look may fail as that of any
 * command does; later ones are shown and waited out.
 */
export async function watchProjects({ paths, read, run }: Watching, output: Output): Promise<void> {
  read(paths);
  const events = createLatch();
  const folders = openFolderWatch(events.open);
  const signals = untilSignal();
  let before: Look | undefined;
  try {
    while (!signals.arrived()) {
      const now = look(paths, read);
      const isNew = folders.set(now.folders);
      if (before === undefined || !isSame(before, now)) {
        await show(now, before, { run, output });
        before = now;
      } else if (!isNew) {
        await Promise.race([events.opened(), signals.promise]);
        await settle(events, signals);
      }
    }
  } finally {
    folders.close();
    signals.close();
  }
}

async function show(
  now: Look,
  before: Look | undefined,
  { run, output }: { readonly run: Watching["run"]; readonly output: Output },
): Promise<void> {
  if (output.screen === true) output.out(CLEAR);
  else if (before !== undefined) output.err(changeLine(changedFiles(before, now)));
  if (now.failure === undefined) await run(now.projects);
  else output.err(`${now.failure.message}\n  ${now.failure.hint}\n`);
  if (output.screen === true || before === undefined) output.err("Watching for changes. Ctrl-C ends.\n");
}

const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

function changeLine(files: readonly string[]): string {
  const shown = files.slice(0, 3).join(", ");
  const more = files.length > 3 ? ` and ${files.length - 3} more` : "";
  return files.length === 0 ? "\n" : `\nChanged: ${shown}${more}\n`;
}

async function settle(events: Latch, signals: Signals): Promise<void> {
  do {
    events.reset();
    await Promise.race([wait(QUIET_MS), signals.promise]);
  } while (events.isOpen() && !signals.arrived());
}
