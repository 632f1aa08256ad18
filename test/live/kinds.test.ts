import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildText } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { setStage, type Stage } from "../support/stage.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target w: postgres { url: env("WAREHOUSE_URL") }

job docs {
  from json "doc:{id:int}"
  into w.docs key (id) { id: int = @id, customer: text = customer.name, total: numeric = sum([i.price * i.qty for i in items]) }
  for item, n in items {
    into w.lines key (doc, n) { doc: int = @id, n: int = n, sku: text = item.sku }
  }
}
job boards {
  from zset "board:{game}"
  into w.boards key (game) { game: text = @game, players: int = count(@value) }
  for player, score in @value { into w.scores key (game, player) { game: text = @game, player: text, score: double } }
}
job tags {
  from set "tags:{id:int}"
  for tag in @value { into w.tags key (id, tag) { id: int = @id, tag: text } }
}
job queues {
  from list "queue:{id:int}"
  for item, n in @value { into w.queues key (id, n) { id: int = @id, n: int, item: bytes } }
}
job notes {
  from string "note:{id:int}"
  into w.notes key (id) { id: int = @id, note: text = @value, expires_at: timestamptz = @expires_at }
}
job carts {
  from hash "cart:{id:int}"
  for sku, qty in @value { into w.carts key (id, sku) { id: int = @id, sku: text, qty: int } }
}
job visits {
  from hash "visit:{id:int}"
  lookup country = hash "country:{code}"
  lookup region = hash "region:{country.region}"
  lookup vips = set "vips"
  skip when state is "frozen"
  into w.visits key (id) { id: int = @id, country: text = country.name, region: text = region.name, vip: boolean = guest in vips }
}
job claims {
  from hash "claim:{id:int}"
  skip when state is "frozen"
  into w.claims key (receipt) { redis_key: text not null = @key, id: int = @id, receipt: text }
}
job log {
  from hash "account:{id:int}"
  append into w.log { id: int = @id, state: json = @value }
}`;

const SCHEMA = `
CREATE TABLE docs (id int PRIMARY KEY, customer text, total numeric);
CREATE TABLE lines (doc int, n int, sku text, PRIMARY KEY (doc, n));
CREATE TABLE boards (game text COLLATE "C" PRIMARY KEY, players int);
CREATE TABLE scores (game text COLLATE "C", player text COLLATE "C", score float8, PRIMARY KEY (game, player));
CREATE TABLE tags (id int, tag text COLLATE "C", PRIMARY KEY (id, tag));
CREATE TABLE queues (id int, n int, item bytea, PRIMARY KEY (id, n));
CREATE TABLE notes (id int PRIMARY KEY, note text, expires_at timestamptz);
CREATE TABLE carts (id int, sku text COLLATE "C", qty int, PRIMARY KEY (id, sku));
CREATE TABLE visits (id int PRIMARY KEY, country text, region text, vip boolean);
CREATE TABLE claims (redis_key text COLLATE "C" NOT NULL, id int NOT NULL, receipt text COLLATE "C" PRIMARY KEY);
CREATE TABLE log (id int, state json);`;

const bundle = buildText("kinds", PROJECT);

test("keys of every kind become rows, follow their changes and go", async () => {
  const stage = await setStage({ bundle: await bundle, schema: SCHEMA });
  const { redis } = stage;
  try {
    const worker = await stage.start();
    await redis.set(
      "doc:1",
      `{"customer":{"name":"Ada"},"items":[{"sku":"a","price":1.10,"qty":2},{"sku":"b","price":3,"qty":1}]}`,
    );
    await redis.set("doc:2", `{"customer":`);
    await redis.zadd("board:go", 0.1, "ann", "inf", "bob");
    await redis.sadd("tags:1", "red", "", "blue");
    await redis.rpush("queue:1", "x", Buffer.from([0, 255]), "x");
    await redis.set("note:1", "hello", "PXAT", 4_102_444_800_000);
    await redis.hset("cart:1", { apple: 2, pear: 3 });
    await rowsAre(stage, {
      docs: ["1|Ada|5.2"],
      lines: ["1|0|a", "1|1|b"],
      boards: ["go|2"],
      scores: ["go|ann|0.1", "go|bob|Infinity"],
      tags: ["1|", "1|blue", "1|red"],
      queues: ["1|0|\\x78", "1|1|\\x00ff", "1|2|\\x78"],
      notes: ["1|hello|2100-01-01 00:00:00+00"],
      carts: ["1|apple|2", "1|pear|3"],
    });
    // Rows that came with other batches say nothing of this key's.
    const letters = await eventually("the broken one is dead-lettered", async () => {
      const found = await stage.deadLetters();
      return found.length > 0 ? found : undefined;
    });
    assert.equal(
      letters.map(({ key, code }) => [key, code]),
      [["doc:2", "RDI5023"]],
    );

    await redis.set("doc:1", `{"customer":null,"items":[{"sku":"c","price":1,"qty":1}]}`);
    await redis.zrem("board:go", "bob");
    await redis.srem("tags:1", "red");
    await redis.lpop("queue:1");
    await redis.persist("note:1");
    await redis.hdel("cart:1", "apple");
    await rowsAre(stage, {
      docs: ["1||1"],
      lines: ["1|0|c"],
      boards: ["go|1"],
      scores: ["go|ann|0.1"],
      tags: ["1|", "1|blue"],
      queues: ["1|0|\\x00ff", "1|1|\\x78"],
      notes: ["1|hello|"],
      carts: ["1|pear|3"],
    });

    await redis.del("doc:1", "board:go", "queue:1");
    await redis.pexpire("note:1", 1);
    await redis.rename("cart:1", "cart:2");
    await redis.del("tags:1");
    await redis.set("tags:1", "another kind");
    await rowsAre(stage, {
      docs: [],
      lines: [],
      boards: [],
      scores: [],
      tags: [],
      queues: [],
      notes: [],
      carts: ["2|pear|3"],
    });
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("a key that waits for another key's row waits no more once it is frozen", async () => {
  const stage = await setStage({ bundle: await bundle, schema: SCHEMA });
  const { redis } = stage;
  const parked = async (): Promise<number> => {
    const waiting = (await redis.keys("rdi:*")).filter((key) => key.includes(":parked:claims."));
    return (await Promise.all(waiting.map((key) => redis.zcard(key)))).reduce((sum, count) => sum + count, 0);
  };
  try {
    const worker = await stage.start();
    await redis.multi().hset("claim:1", { receipt: "R" }).hset("claim:2", { receipt: "R" }).exec();
    await eventually("one is parked", async () => (await parked()) === 1);
    await redis.hset("claim:2", "state", "frozen");
    await eventually("none is parked", async () => (await parked()) === 0);
    await rowsAre(stage, { claims: ["claim:1|1|R"] });
    await redis.hset("claim:2", { receipt: "S", state: "" });
    await rowsAre(stage, { claims: ["claim:1|1|R", "claim:2|2|S"] });
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("lookups go from key to key, frozen keys stay, and each change of an account is logged", async () => {
  const stage = await setStage({ bundle: await bundle, schema: SCHEMA });
  const { redis } = stage;
  try {
    await redis.hset("country:de", { name: "Germany", region: "eu" });
    await redis.hset("region:eu", { name: "Europe" });
    await redis.sadd("vips", "ada");
    await redis.hset("account:1", { old: 1 });
    const worker = await stage.start();
    await redis.hset("visit:1", { code: "de", guest: "ada" });
    await redis.hset("visit:2", { code: "xx", guest: "bob" });
    await redis.hset("visit:3", { guest: "ada" });
    await rowsAre(stage, { visits: ["1|Germany|Europe|true", "2|||false", "3|||true"] });

    await redis.hset("country:de", { name: "Deutschland" });
    await redis.hset("visit:1", { other: 1 });
    await redis.hset("visit:2", { state: "frozen", code: "de" });
    await rowsAre(stage, { visits: ["1|Deutschland|Europe|true", "2|||false", "3|||true"] });
    await redis.del("visit:2");
    await rowsAre(stage, { visits: ["1|Deutschland|Europe|true", "3|||true"] });

    assert.equal(await rowsOf(stage, "log"), [], "the first load appends nothing");
    await redis.hset("account:1", { new: 2 });
    await rowsAre(stage, { log: [`1|{"old":"1","new":"2"}`] });
    await redis.hset("account:1", { new: 2 });
    await rowsAre(stage, { log: [`1|{"old":"1","new":"2"}`, `1|{"old":"1","new":"2"}`] });
    await worker.stop();
  } finally {
    await stage.close();
  }
});

/** Each row as its columns' texts. */
async function rowsOf({ database }: Stage, table: string): Promise<readonly string[]> {
  const { rows } = await database.query({ text: `SELECT * FROM ${table}`, rowMode: "array" });
  return (rows as unknown as (string | null)[][])
    .map((row) => row.map((value) => (value === "t" ? "true" : value === "f" ? "false" : (value ?? ""))).join("|"))
    .sort();
}

async function rowsAre(stage: Stage, expected: Readonly<Record<string, readonly string[]>>): Promise<void> {
  let found: Readonly<Record<string, readonly string[]>> = {};
  const look = async (): Promise<boolean> => {
    const rows = await Promise.all(
      Object.keys(expected).map(async (table) => [table, await rowsOf(stage, table)] as const),
    );
    found = Object.fromEntries(rows);
    return JSON.stringify(found) === JSON.stringify(expected);
  };
  await eventually("the rows are what the keys say", look, { within: 10_000, every: 50 }).catch(() => {
    assert.equal(found, expected);
  });
}

test.run();
