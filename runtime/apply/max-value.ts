import type { Job } from "../job.ts";
import { Rejection } from "../values/rejection.ts";
import type { ReadValue } from "./packed-reply.ts";

/** The bytes of a value, or those that it would have had. */
export function sizeOf(read: ReadValue): number {
  if (read === null) return 0;
  if (typeof read === "number") return read;
  let size = 0;
  for (const part of read) size += part?.length ?? 0;
  return size;
}

/** Rejects a value that is larger than the job's `max_value`; `name` is that of the lookup whose value it is. */
export function refuseSize({ site, delivery }: Pick<Job, "site" | "delivery">, size: number, name = "@value"): never {
  const colon = site.lastIndexOf(":");
  const place = { file: site.slice(0, colon), line: Number(site.slice(colon + 1)), column: name };
  const what = name === "@value" ? "the value" : `what ${name} looks up`;
  throw new Rejection("RDI5022", `${what} has ${size} bytes; max_value is ${delivery.maxValue}`, place);
}
