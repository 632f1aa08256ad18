import * as assert from "uvu/assert";
import { StartupError } from "../../runtime/errors.ts";
import { SinkError, type SinkErrorClass } from "../../runtime/sinks/sink.ts";

/** Fails unless the work is refused with an error of that class; returns it. */
export async function refused(work: Promise<unknown>, expected: SinkErrorClass): Promise<SinkError> {
  const error = await rejection(work);
  if (!(error instanceof SinkError)) throw new Error(`not refused as ${expected}: ${shown(error)}`);
  assert.is(error.class, expected, `${error.serverCode} ${error.message}`);
  return error;
}

/** Fails unless a start ends with that code; returns the error. */
export async function notStarted(work: Promise<unknown>, code: string): Promise<StartupError> {
  const error = await rejection(work);
  if (!(error instanceof StartupError)) throw new Error(`not refused with ${code}: ${shown(error)}`);
  assert.is(error.code, code, error.message);
  return error;
}

async function rejection(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => ({ value }),
    (thrown: unknown) => thrown,
  );
}

function shown(found: unknown): string {
  if (found instanceof Error) return String(found.stack);
  return JSON.stringify(found, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)) ?? "nothing";
}
