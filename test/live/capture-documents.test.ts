/** Every command of RedisJSON that changes a document is seen. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { documentServer, moduleTest } from "../support/module-test.ts";
import { connect, untilNamed, watch } from "./capture-support.ts";

const DOCUMENT = '{"n":1,"flag":true,"list":[1,2],"text":"x","object":{"p":1}}';

/** [command, its words after the key]. */
const changes: readonly (readonly [string, ...string[]])[] = [
  ["JSON.SET", "$", "1"],
  ["JSON.MSET", "$", "1", "k:other", "$", "2"],
  ["JSON.MERGE", "$", '{"z":1}'],
  ["JSON.NUMINCRBY", "$.n", "2"],
  ["JSON.NUMMULTBY", "$.n", "2"],
  ["JSON.ARRAPPEND", "$.list", "3"],
  ["JSON.ARRINSERT", "$.list", "0", "3"],
  ["JSON.ARRPOP", "$.list"],
  ["JSON.ARRTRIM", "$.list", "0", "0"],
  ["JSON.STRAPPEND", "$.text", '"y"'],
  ["JSON.TOGGLE", "$.flag"],
  ["JSON.CLEAR", "$.object"],
  ["JSON.DEL", "$.text"],
  ["JSON.FORGET", "$.text"],
  ["JSON.DEL"],
];

for (const [command, ...rest] of changes) {
  const words = rest.length === 0 ? "of a whole document" : rest[0];
  moduleTest(`${command} ${words} is a change of its key`, async () => {
    const server = await documentServer();
    const redis = connect(server.url);
    await redis.call("JSON.SET", "k:a", "$", DOCUMENT);
    const { capture, lanes } = watch({ url: server.url, project: "p" });
    await capture.ready;
    await redis.call(command, "k:a", ...rest);
    const keys = await untilNamed(redis, lanes, "k:a");
    if (command === "JSON.MSET") assert.ok((await untilNamed(redis, lanes, "k:other")).includes("k:other"));
    assert.equal(
      [...new Set(keys)].filter((key) => !key.startsWith("k:")),
      [],
    );
    await capture.stop();
    redis.disconnect();
    await server.remove();
  });
}

test.run();
