import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../setup/servers.mjs";

/** A copy of a bundle with one decision taken back: capture tells no members, so every key is read as a whole. */
export function wholeKeyBundle(bundle: string): string {
  const decision = "memberwise: job.members !== void 0";
  const parts = readFileSync(bundle, "utf8").split(decision);
  if (parts.length !== 2) throw new Error(`The bundle says ${parts.length - 1} times, not once: ${decision}`);
  const file = join(temporaryFolder("rdi-whole-keys"), "worker.mjs");
  writeFileSync(file, parts.join("memberwise: false"));
  return file;
}
