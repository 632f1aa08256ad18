import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

/** What a lease holds: who has it, for people, and what no other has. */
export function ownerToken(): string {
  return `${ownerName()}/${randomUUID()}`;
}

/** `host/process`. */
export function ownerName(): string {
  return `${hostname()}/${process.pid}`;
}

/** The part for people. */
export function nameOfToken(token: string): string {
  return token.split("/").slice(0, 2).join("/");
}
