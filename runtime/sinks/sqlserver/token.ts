import type { Setting } from "../../job.ts";
import type { TargetOptions } from "../../target.ts";

/** Where the access token of a target comes from, among its options. */
export function tokenOf(options: TargetOptions | undefined): Setting | undefined {
  const token = options?.["token"];
  return typeof token === "object" ? token : undefined;
}
