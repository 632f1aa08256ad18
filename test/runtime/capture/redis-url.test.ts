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

test("a URL of Sentinels has all of them, the name of the primary, and two logins", () => {
  const address = parseRedisUrl(
    "rediss+sentinel://me:p%40ss@s1,s2:7000,[::1]:7001/main/2?sentinel_user=guard&sentinel_password=w%40tch",
  );
  const { sentinels, ...server } = address;
  assert.equal(server, { host: "s1", port: 26379, tls: true, username: "me", password: "p@ss", database: 2 });
  const nodes = [
    { host: "s1", port: 26379 },
    { host: "s2", port: 7000 },
    { host: "::1", port: 7001 },
  ];
  assert.equal(sentinels, { name: "main", nodes, username: "guard", password: "w@tch" });
  const bare = parseRedisUrl("redis+sentinel://s1/main");
  assert.equal([bare.database, bare.username, bare.sentinels?.nodes], [0, undefined, [{ host: "s1", port: 26379 }]]);
});

test("another URL is refused without repeating it, as it may hold a password", () => {
  for (const url of [
    "",
    "localhost:6379",
    "http://me:secret@h",
    "redis://me:secret@h/one",
    "redis://me:secret@h:99999",
    "redis+sentinel://me:secret@h:1",
    "redis+sentinel://me:secret@h:1,/main",
    "redis+sentinel://me:secret@h:1/main/two",
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
