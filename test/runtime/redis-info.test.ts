import { test } from "uvu";
import * as assert from "uvu/assert";
import { infoFields, softwareOf } from "../../runtime/redis-info.ts";

test("a Valkey is told by its own version, not by the Redis that it is compatible with", () => {
  const fields = infoFields("# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.1.2\r\n");
  assert.equal(softwareOf(fields), { name: "Valkey", version: "9.1.2" });
});

test("a Redis is told by its version", () => {
  assert.equal(softwareOf(infoFields("redis_version:7.0.15\r\n")), { name: "Redis", version: "7.0.15" });
});

test("a server that says nothing is not known", () => assert.is(softwareOf(infoFields("")), undefined));

test("a value may hold colons, and lines that are no fields are passed over", () => {
  const fields = infoFields("# Keyspace\r\n\r\ndb0:keys=1,expires=0\r\nhost:a:b\r\n");
  assert.equal(
    [...fields],
    [
      ["db0", "keys=1,expires=0"],
      ["host", "a:b"],
    ],
  );
});

test.run();
