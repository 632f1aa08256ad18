/** Failures of other systems in this field, by their number in the project's list. */
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildText, type Worker } from "../support/bundle.ts";
import { eventually, stays } from "../support/eventually.ts";
import { setStage, type Stage } from "../support/stage.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target warehouse: postgres { url: env("WAREHOUSE_URL") }

job people {
  from hash "person:{id:int}"
  into warehouse.people key (id) { id: int = @id, name: text, nick: text, age: int }
}

// The row's key comes from the payload: two Redis keys can want one row.
job seats {
  from hash "seat:{id}"
  into warehouse.seats key (number) { redis_key: text not null = @key, number: int = number, guest: text }
}

job paths {
  from hash "t:{tenant}:user:{id:int}:{rest:any}"
  into warehouse.paths key (tenant, id, rest) { tenant: text = @tenant, id: int = @id, rest: text = @rest, v: text }
}`;

const SCHEMA = `
CREATE TABLE people (id int PRIMARY KEY, name text, nick text UNIQUE, age int);
CREATE TABLE seats (redis_key text COLLATE "C" NOT NULL, number int PRIMARY KEY, guest text);
CREATE INDEX ON seats (redis_key);
CREATE TABLE paths (tenant text COLLATE "C", id int, rest text COLLATE "C", v text, PRIMARY KEY (tenant, id, rest));`;

const shared: { stage?: Stage; worker?: Worker } = {};

test.before(async () => {
  shared.stage = await setStage({ bundle: await buildText("cases", PROJECT), schema: SCHEMA });
  shared.worker = await shared.stage.start();
});

test.after(async () => {
  await shared.worker?.stop();
  await shared.stage?.close();
});

test("1: HSET, DEL, HSET within one batch leaves the row", async () => {
  const { redis } = stage();
  await redis.multi().hset("person:1", "name", "first").del("person:1").hset("person:1", "name", "second").exec();
  await eventually("the row is there", async () => (await names(1)).join() === "second");
  await stays("the row", async () => (await names(1)).join() === "second", 200);
});

test("2: HSET, DEL within one batch leaves nothing, and DEL of a key never seen is no error", async () => {
  const { redis } = stage();
  await redis.multi().hset("person:2", "name", "gone").del("person:2").exec();
  await redis.hset("person:20", "name", "soon gone");
  await eventually("the other row is there", async () => (await names(20)).length === 1);
  await redis.multi().del("person:20").del("person:21").hset("person:22", "name", "marker").exec();
  await eventually("the marker is there", async () => (await names(22)).length === 1);
  await eventually("its row is gone", async () => (await names(20)).length === 0);
  assert.equal([await names(2), await names(21)], [[], []]);
  assert.equal(await stage().deadLetters(), []);
});

test("3: two events on a key within the coalescing window are not lost", async () => {
  const { redis } = stage();
  for (let age = 1; age <= 50; age++) {
    await redis.hset("person:3", "name", "Cy", "age", age);
    if (age % 10 === 0) await sleep(3);
  }
  await eventually("the last value is there", async () => {
    const [row] = await stage().query("SELECT age FROM people WHERE id = 3");
    return row?.["age"] === "50";
  });
});

test("4: two keys that map to one primary key in one batch: the first in the stream keeps it, the other is parked and takes it when it is free", async () => {
  const { redis } = stage();
  await redis
    .multi()
    .hset("seat:a", "number", 12, "guest", "Ann")
    .hset("seat:b", "number", 12, "guest", "Bob")
    .hset("seat:c", "number", 13, "guest", "Cid")
    .exec();
  await eventually("both seats are taken", async () => (await guests()).length === 2);
  assert.equal(await guests(), ["12 Ann", "13 Cid"]);
  await eventually(
    "seat:b is parked",
    async () => (await shared.worker?.total("rdi_parked_keys", 'job="seats"')) === 1,
  );
  assert.equal(await stage().deadLetters(), []);
  await redis.del("seat:a");
  await eventually("seat:b takes it", async () => (await guests()).join() === "12 Bob,13 Cid", { within: 20_000 });
  await eventually("nothing is parked", async () => (await shared.worker?.total("rdi_parked_keys")) === 0);
});

test("4: two keys that swap their primary keys end swapped", async () => {
  const { redis } = stage();
  await redis.multi().hset("seat:x", "number", 21, "guest", "Xi").hset("seat:y", "number", 22, "guest", "Yo").exec();
  await eventually(
    "both are seated",
    async () => (await guests()).filter((guest) => guest.startsWith("2")).length === 2,
  );
  await redis.multi().hset("seat:x", "number", 22).hset("seat:y", "number", 21).exec();
  await eventually(
    "they have swapped",
    async () => (await guests()).filter((guest) => guest.startsWith("2")).join() === "21 Yo,22 Xi",
    {
      within: 20_000,
    },
  );
});

test("4: two keys that swap a unique value in different batches end swapped", async () => {
  const { redis } = stage();
  await redis.multi().hset("person:41", "nick", "left").hset("person:42", "nick", "right").exec();
  const nicks = async (): Promise<string> =>
    (await stage().query("SELECT nick FROM people WHERE id IN (41, 42) ORDER BY id")).map((row) => row["nick"]).join();
  await eventually("both are there", async () => (await nicks()) === "left,right");
  await redis.hset("person:41", "nick", "right");
  await eventually(
    "the first is parked",
    async () => (await shared.worker?.total("rdi_parked_keys", 'job="people"')) === 1,
  );
  await redis.hset("person:42", "nick", "left");
  await eventually("they have swapped", async () => (await nicks()) === "right,left", { within: 20_000 });
  assert.equal(await stage().deadLetters(), []);
});

test("6: one poison row in a thousand: 999 commit, one is dead-lettered, and its fix is applied", async () => {
  const { redis } = stage();
  const batch = redis.pipeline();
  for (let id = 6000; id < 7000; id++) batch.hset(`person:${id}`, "name", `n${id}`, "age", id === 6500 ? "old" : "30");
  await batch.exec();
  const count = async (): Promise<string | null | undefined> =>
    (await stage().query("SELECT count(*) AS n FROM people WHERE id BETWEEN 6000 AND 6999"))[0]?.["n"];
  await eventually("999 commit", async () => (await count()) === "999");
  const letters = await eventually("one is dead-lettered", async () => {
    const found = await stage().deadLetters();
    return found.length > 0 ? found : undefined;
  });
  assert.equal(
    letters.map(({ key, code }) => [key, code]),
    [["person:6500", "RDI5010"]],
  );
  await redis.hset("person:6500", "age", "31");
  await eventually("its fix is applied", async () => (await count()) === "1000");
  await eventually("its dead letter is gone", async () => (await stage().deadLetters()).length === 0);
});

test("10: a primary key taken from the payload that changes moves the row", async () => {
  const { redis } = stage();
  await redis.hset("seat:m", "number", 101, "guest", "Mo");
  await eventually("it is there", async () => (await guests()).includes("101 Mo"));
  await redis.hset("seat:m", "number", 102);
  await eventually("it has moved", async () => (await guests()).includes("102 Mo"));
  assert.not((await guests()).includes("101 Mo"));
  await redis.del("seat:m");
  await eventually("it is gone", async () => !(await guests()).includes("102 Mo"));
});

test('11: a missing field, an empty field and the text "null" are told apart', async () => {
  const { redis } = stage();
  await redis
    .multi()
    .hset("person:111", "age", 1)
    .hset("person:112", "name", "")
    .hset("person:113", "name", "null")
    .exec();
  await eventually(
    "all are there",
    async () => (await stage().query("SELECT id FROM people WHERE id BETWEEN 111 AND 113")).length === 3,
  );
  const rows = await stage().query("SELECT name FROM people WHERE id BETWEEN 111 AND 113 ORDER BY id");
  assert.equal(
    rows.map((row) => row["name"]),
    [null, "", "null"],
  );
});

test("12: keys with several separators, separators inside an id, unicode, binary and empty segments", async () => {
  const { redis } = stage();
  await redis.hset("t:acme:user:1:a:b:c", "v", "separators inside");
  await redis.hset("t:ключ🦊:user:2:x", "v", "unicode");
  await redis.hset("t::user:3:x", "v", "empty segment");
  await redis.hset("t:acme:user:4:", "v", "empty rest");
  await redis.hset("t:a:b:user:5:x", "v", "separator in a text capture");
  await redis.hset(Buffer.from("t:\xc3\x28:user:6:x", "latin1"), "v", "not UTF-8");
  await redis.hset("t:acme:user:7:line\nbreak", "v", "line break");
  const rows = async (): Promise<readonly unknown[]> =>
    (await stage().query("SELECT tenant, id, rest FROM paths ORDER BY id")).map((row) => [
      row["tenant"],
      row["id"],
      row["rest"],
    ]);
  await eventually("the good ones are there", async () => (await rows()).length === 3);
  assert.equal(await rows(), [
    ["acme", "1", "a:b:c"],
    ["ключ🦊", "2", "x"],
    ["acme", "7", "line\nbreak"],
  ]);
  const letters = await eventually("the binary one is dead-lettered", async () => {
    const found = await stage().deadLetters();
    return found.length > 0 ? found : undefined;
  });
  assert.equal(
    letters.map(({ code }) => code),
    ["RDI5014"],
  );
});

test("26: a malformed stream entry is dead-lettered and removed, and does not stand in the way", async () => {
  const { redis } = stage();
  const [stream] = (await redis.keys("rdi:*")).filter((key) => key.includes(":stream:people"));
  assert.ok(stream);
  await redis.xadd(stream, "*", "k", "not keys", "nonsense", "1");
  await redis.hset("person:26", "name", "behind it");
  await eventually("the key behind it is applied", async () => (await names(26)).length === 1);
  await eventually("it is dead-lettered", async () =>
    (await stage().deadLetters()).some(({ code }) => code === "RDI5021"),
  );
  await eventually("it is removed", async () => (await redis.xlen(stream)) === 0);
});

function stage(): Stage {
  if (shared.stage === undefined) throw new Error("The stage is not set.");
  return shared.stage;
}

async function names(id: number): Promise<readonly (string | null | undefined)[]> {
  return (await stage().query(`SELECT name FROM people WHERE id = ${id}`)).map((row) => row["name"]);
}

async function guests(): Promise<readonly string[]> {
  return (await stage().query("SELECT number, guest FROM seats ORDER BY number")).map(
    (row) => `${row["number"]} ${row["guest"]}`,
  );
}

test.run();
