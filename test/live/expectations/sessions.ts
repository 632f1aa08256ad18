/** What samples/sessions should have made of a Redis. */
import type { Redis } from "ioredis";
import { keysOf, type Expectation, type Row } from "./expectation.ts";
import { elements, member, parse, requiredNumber, textOf } from "./json.ts";
import { documentOf, stringOf } from "./read.ts";
import { bigint, instant, required, timestamptz, whole } from "./values.ts";

export const SESSIONS: Expectation = {
  tables: {
    "sessions.sessions": { keyOf: (row) => `session:${row["sid"]}`, isKept: (row) => isMarked(row) || isOver(row) },
    "sessions.page_views": { keyOf: (row) => `views:${row["page"]}` },
  },
  keys: [
    keysOf("session:*", {
      type: "string",
      pattern: /^session:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
      read: documentAndExpiry,
      rows: ([sid = ""], { document, expiry }) => ({ "sessions.sessions": [session(sid, document, expiry)] }),
    }),
    keysOf("views:*", {
      type: "string",
      pattern: /^views:([^]+)$/,
      read: stringOf,
      rows: ([page = ""], value) => ({ "sessions.page_views": [{ page, views: bigint(value.toString("latin1")) }] }),
    }),
  ],
};

/** The row of a session that was ended. */
export function isMarked(row: Row): boolean {
  return typeof row["ended_at"] === "string";
}

/** The row of a session that ran out. */
export function isOver({ expires_at }: Row): boolean {
  return typeof expires_at === "string" && Date.parse(expires_at.replace(" ", "T").replace("+00", "Z")) <= Date.now();
}

interface Session {
  readonly document: string;
  /** In milliseconds; negative without one. */
  readonly expiry: number;
}

async function documentAndExpiry(redis: Redis, key: Buffer, type: string): Promise<Session> {
  return { document: await documentOf(redis, key, type), expiry: Number(await redis.pexpiretime(key)) };
}

function session(sid: string, document: string, expiry: number): Row {
  const root = parse(document);
  const user = whole(requiredNumber(member(root, "user", "id")), 64, "RDI5010");
  const roles = member(root, "user", "roles");
  return {
    sid,
    user_id: user,
    roles:
      roles === null
        ? null
        : elements(roles)
            .flatMap((role) => textOf(role) ?? [])
            .join(","),
    theme: textOf(member(root, "prefs", "ui-theme")) ?? "light",
    last_seen: timestamptz(required(textOf(member(root, "seen")))),
    expires_at: expiry < 0 ? null : instant(expiry),
    ended_at: null,
  };
}
