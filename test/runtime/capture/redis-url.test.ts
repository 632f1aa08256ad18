import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseRedisUrl } from "../../../runtime/capture/redis-url.ts";
import { StartupError } from "../../../runtime/errors.ts";

test("a URL has host, port, database and login", () => {
  const full = { host: "h", port: 7000, tls: true, username: "me", password: "p@ss:w/rd", database: 2 };
  assert.equal(parseRedisUrl("rediss://me:p%40ss%3Aw%2Frd@h:7000/2"), full);
  const bare = { host: "::1", port: 6379, tls: false, username: undefined, password: undefined, database: 0 };
  assert.equal(parseRedisUrl("redis://[::1]"), bare);
  assert.equal(parseRedisUrl("redis://:secret@h/").password, "secret");
});

test("another URL is refused without repeating it, as it may hold a password", () => {
  for (const url of [
    "",
    "localhost:6379",
    "http://me:secret@h",
    "redis://me:secret@h/one",
    "redis://me:secret@h:99999",
  ]) {
    try {
      parseRedisUrl(url);
      assert.unreachable(url);
    } catch (error) {
      assert.instance(error, StartupError);
      assert.is((error as StartupError).code, "RDI5001");
      assert.not.match((error as StartupError).message, /secret/);
    }
  }
});

test.run();
