import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { projectKeys } from "../control/keys.ts";
import { EXIT, StartupError } from "../errors.ts";
import type { ControlScripts } from "./control-scripts.ts";
import { runScript } from "./lua.ts";
import type { Sink } from "../sinks/sink.ts";

/** The random id of the Redis that is watched. Targets record it, so that rows are never written from two of them. */
export interface SourceIdentity {
  /** Undefined while Redis has none. */
  read(): Promise<string | undefined>;
  /**
   * Compares it with the id that a target recorded for any lane of the project. Redis has none: the recorded one is put back, and everything is swept, for control
   * keys were lost. Neither has one: it is made. Both differ: throws `StartupError`, which tells how `target` forgets it.
   */
  settle(recorded: string | undefined, target: Pick<Sink, "forgetSource">): Promise<string>;
}

export interface SourceIdentityOptions {
  readonly redis: Redis;
  readonly project: string;
  readonly scripts: Pick<ControlScripts, "setFirst">;
  /** Marks every sweep of every route as needed. */
  readonly controlKeysLost: () => Promise<void>;
}

export function createSourceIdentity({
  redis,
  project,
  scripts,
  controlKeysLost,
}: SourceIdentityOptions): SourceIdentity {
  const key = projectKeys(project).source;
  const read = async (): Promise<string | undefined> => (await redis.get(key)) ?? undefined;

  async function settle(recorded: string | undefined, target: Pick<Sink, "forgetSource">): Promise<string> {
    const found = await read();
    if (found === undefined) {
      const wanted = recorded ?? randomUUID();
      const first = (await runScript(redis, scripts.setFirst, [key], [wanted])) !== null;
      if (first && recorded !== undefined) await controlKeysLost();
      return settle(recorded, target);
    }
    if (recorded !== undefined && recorded !== found)
      throw anotherSource(found, recorded, target.forgetSource(project));
    return found;
  }

  return { read, settle };
}

function anotherSource(found: string, recorded: string, forget: string): StartupError {
  return new StartupError(
    "RDI5044",
    EXIT.target,
    `The target was written from another Redis: it records ${recorded}, this Redis is ${found}.`,
    `Check the source's URL. If this Redis is to take the other's place: ${forget}`,
  );
}
