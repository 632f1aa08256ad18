import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildText } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { setStage } from "../support/stage.ts";

const PROJECT = `
source redis { url: env("REDIS_URL") }
target warehouse: postgres { url: env("WAREHOUSE_URL") }
job exact {
  from hash "exact:{id}"
  into warehouse.exact key (id) {
    id: text = @id
    words: text
    large: bigint
    fine: numeric(38,12)
    any: numeric
    at: timestamptz
    day: date
    flag: boolean
    ratio: double
    code: uuid
    raw: bytes
    padded: char(4)
  }
}
job strict {
  from hash "strict:{id:int}"
  into warehouse.strict key (id) { id: int = @id, words: text }
}`;

const SCHEMA = `
CREATE TABLE exact (id text COLLATE "C" PRIMARY KEY, words text, large bigint, fine numeric(38,12), "any" numeric, at timestamptz, day date,
  flag boolean, ratio double precision, code uuid, raw bytea, padded char(4));
CREATE TABLE strict (id int PRIMARY KEY, words text);`;

const WORDS = [
  "",
  " ",
  "plain",
  "O'Neil",
  'say "hi"',
  "back\\slash",
  "two\nlines\r\n",
  "tab\t",
  "{braces},[1]",
  "NULL",
  "null",
  "🦊 emoji",
  "ÅÄÖ",
  "美咲",
  "\u202e",
  "a\u0301",
  "%s $1 ? ;--",
];

test("text arrives byte for byte, an empty string is not a missing field, and numbers keep every digit", async () => {
  const stage = await setStage({
    bundle: await buildText("exact", PROJECT),
    schema: SCHEMA,
  });
  try {
    const worker = await stage.start();
    for (const [index, words] of WORDS.entries()) await stage.redis.hset(`exact:w${index}`, { words });
    await stage.redis.hset("exact:none", { other: "1" });
    await stage.redis.hset("exact:numbers", {
      large: "9223372036854775807",
      fine: "12345678901234567890123456.123456789012",
      any: "9007199254740993.123456789012",
      at: "2026-02-28T23:59:59.123456+05:30",
      day: "0001-01-01",
      flag: "on",
      ratio: "0.1",
      code: "6f1c0a3e-0000-4000-8000-00000000000a",
      raw: Buffer.from([0, 255, 92, 39]),
      padded: "ab",
    });
    await stage.redis.hset("exact:least", {
      large: "-9223372036854775808",
      fine: "-0.000000000001",
      ratio: "-1e-307",
    });
    await eventually(
      "all rows are there",
      async () => (await stage.query("SELECT id FROM exact")).length === WORDS.length + 3,
    );

    for (const [index, words] of WORDS.entries()) {
      const [row] = await stage.query(`SELECT words FROM exact WHERE id = 'w${index}'`);
      assert.is(row?.["words"], words);
    }
    assert.is((await stage.query("SELECT words FROM exact WHERE id = 'none'"))[0]?.["words"], null);
    const [numbers] = await stage.query(
      "SELECT large, fine, \"any\", at AT TIME ZONE 'UTC' AS at, day, flag, ratio, code, raw, padded FROM exact WHERE id = 'numbers'",
    );
    assert.equal(
      { ...numbers },
      {
        large: "9223372036854775807",
        fine: "12345678901234567890123456.123456789012",
        any: "9007199254740993.123456789012",
        at: "2026-02-28 18:29:59.123456",
        day: "0001-01-01",
        flag: "t",
        ratio: "0.1",
        code: "6f1c0a3e-0000-4000-8000-00000000000a",
        raw: "\\x00ff5c27",
        padded: "ab  ",
      },
    );
    const [least] = await stage.query("SELECT large, fine, ratio FROM exact WHERE id = 'least'");
    assert.equal(
      { ...least },
      {
        large: "-9223372036854775808",
        fine: "-0.000000000001",
        ratio: "-1e-307",
      },
    );
    assert.equal(await stage.deadLetters(), []);
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test("keys are bytes: unicode, spaces and quotes in a capture are exact, invalid UTF-8 is dead-lettered, 007 is reported and is not 7", async () => {
  const stage = await setStage({
    bundle: await buildText("exact", PROJECT),
    schema: SCHEMA,
  });
  try {
    const worker = await stage.start();
    const names = ["a b", "ключ", "🦊", "it's", "a{b}", "*", "[x]", "a'\"\\"];
    for (const name of names) await stage.redis.hset(`exact:${name}`, { words: name });
    await stage.redis.hset(Buffer.from("exact:\xff\xfe", "latin1"), {
      words: "x",
    });
    await stage.redis.hset("exact:", { words: "empty capture" });
    await stage.redis.hset("exact:a:b", { words: "a separator inside" });
    await stage.redis.hset("strict:007", { words: "bond" });
    await stage.redis.hset("strict:7", { words: "seven" });
    await stage.redis.hset("strict:2147483648", { words: "too large" });
    await eventually(
      "every good key has its row",
      async () => (await stage.query("SELECT id FROM exact")).length === names.length,
    );
    for (const name of names) {
      const { rows } = await stage.database.query("SELECT words FROM exact WHERE id = $1", [name]);
      assert.is(rows[0]?.words, name);
    }
    await eventually("both bad keys are dead-lettered", async () => (await stage.deadLetters()).length === 2);
    assert.equal((await stage.deadLetters()).map(({ code }) => code).sort(), ["RDI5011", "RDI5014"]);
    assert.equal(
      (await stage.query("SELECT id, words FROM strict")).map((row) => ({
        ...row,
      })),
      [{ id: "7", words: "seven" }],
    );
    assert.is(await worker.total("rdi_keys_unmatched_total", 'job="strict"'), 1, "customer:007 is counted");
    assert.is(
      await worker.total("rdi_keys_unmatched_total", 'job="exact"'),
      2,
      "so are an empty segment and a separator too many",
    );
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test.run();
