import type { Starter } from "./starter.ts";

export const starter: Starter = {
  what: "the hashes `profile:ID` of another Redis",
  target: "cache",
  variable: "CACHE_URL",
  url: "redis://localhost:6379/1",
  into: `  // One hash a key in the other Redis. Whose it is is recorded there, so it goes when its key is deleted or expires.
  into cache hash "profile:{@id}" {
    name
    email: lower(email)
    visits: visits ?? 0
    joined: from_seconds(joined)
  }`,
  there: `expect cache hash "profile:7" {
    name: "Ada Lovelace"
    email: "ada@example.org"
    visits: 0
    joined: "2023-11-14T22:13:20Z"
  }`,
  gone: 'expect cache hash "profile:7" null',
  schema: undefined,
};
