/** What text each value becomes in a Redis key, and what a row of each kind says. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { RedisTable, RedisWrite } from "../../../runtime/redis-table.ts";
import { NOW, mapKey, mappingsOf, rejectionText, type Redis, type Stored } from "./evaluate.ts";

const FRAME = 'source redis { url: "redis://a" }\ntarget cache: redis { url: "redis://b" }\n';

/** What one `into` makes of a hash or a document with these contents. */
async function writesOf(
  clauses: string,
  stored: Stored,
  from = 'hash "t:{org}:{id:int}"',
): Promise<readonly unknown[]> {
  const mappings = await mappingsOf(`${FRAME}job j {\n from ${from}\n${clauses}\n}\n`);
  const mapping = mappings.get("j");
  if (mapping === undefined) throw new Error("there is no job");
  const key = from.includes("{org}") ? "t:acme:7" : "t:7";
  const rows = mapKey(mapping, key, { [key]: stored } satisfies Redis);
  if (rows === undefined || typeof rows === "string") return [rows];
  return mapping.job.tables.flatMap((table) =>
    table.rowsOf(rows).map((row) => plain((table as RedisTable).writeOf(row))),
  );
}

/** Bytes as latin1, so that a failure can be read. */
function plain(write: RedisWrite): unknown {
  return JSON.parse(
    JSON.stringify(write, (_, value: unknown) => {
      if (typeof value === "bigint") return String(value);
      if (value instanceof Map) return Object.fromEntries(value);
      const bytes = value as { readonly type?: string; readonly data?: readonly number[] } | null;
      return bytes?.type === "Buffer" ? Buffer.from(bytes.data ?? []).toString("latin1") : value;
    }),
  );
}

const HASH: Stored = {
  hash: {
    bytes: Buffer.from([0xff, 0x00]),
    n: "0012.50",
    big: "123456789012345678901234567890",
    flag: "yes",
    at: "2024-01-31T12:30:00.250+02:00",
    day: "2024-01-31",
    tags: "a,b",
    doc: '{"n":1.10}',
    empty: "",
    "odd name": "x",
  },
};

test("a field's bytes stay as they are, other values become their text, nulls are left out", async () => {
  const fields = `bytes, n, exact: n as numeric, big: big as numeric * 10, double: n as double, flag: flag as boolean,
    at: at as timestamptz, day: day as date, list: split(tags, ","), doc: doc as json, nested: { a: n as numeric },
    empty, missing, upper: upper(tags), id: @id, half: 0.5, yes: true, later: 90m, bin: hex_decode("ff")`;
  const [write] = await writesOf(`into cache hash "h:{@org}:{@id}" { ${fields} }`, HASH);
  assert.equal(write, {
    kind: "hash",
    merge: false,
    owner: "t:acme:7",
    key: "h:acme:7",
    expires: null,
    fields: [
      ["bytes", "\xff\0"],
      ["n", "0012.50"],
      ["exact", "12.5"],
      ["big", "1234567890123456789012345678900"],
      ["double", "12.5"],
      ["flag", "true"],
      ["at", "2024-01-31T10:30:00.25Z"],
      ["day", "2024-01-31"],
      ["list", '["a","b"]'],
      ["doc", '{"n":1.10}'],
      ["nested", '{"a":12.5}'],
      ["empty", ""],
      ["upper", "A,B"],
      ["id", "7"],
      ["half", "0.5"],
      ["yes", "true"],
      ["later", "PT1H30M"],
      ["bin", "\xff"],
    ],
  });
});

test("spread fields keep their bytes, and of a repeated name the last value wins at the first one's place", async () => {
  const [write] = await writesOf(
    'into cache hash "h:{@org}:{@id}" { n: "first", last: 1, ...pick(@value, ["n", "bytes"]) }',
    HASH,
  );
  assert.equal((write as { readonly fields: unknown }).fields, [
    ["n", "0012.50"],
    ["last", "1"],
    ["bytes", "\xff\0"],
  ]);
});

test("members of a document become text in a hash and stay values in a document", async () => {
  const json = '{"s":"x","n":9007199254740993.10,"b":false,"z":null,"o":{"a":[]},"l":[1,"2"]}';
  const from = 'json "t:{id:int}"';
  const [hash, document] = await writesOf(
    'into cache hash "h:{@id}" { s, n, b, z, o, l }\ninto cache json "j:{@id}" { s, n, b, z, o, ...pick(@value, ["l"]) }',
    { json },
    from,
  );
  assert.equal((hash as { readonly fields: unknown }).fields, [
    ["s", "x"],
    ["n", "9007199254740993.10"],
    ["b", "false"],
    ["o", '{"a":[]}'],
    ["l", '[1,"2"]'],
  ]);
  assert.equal((document as { readonly value: unknown }).value, {
    s: "x",
    n: { text: "9007199254740993.10" },
    b: false,
    z: null,
    o: { a: [] },
    l: [{ text: "1" }, "2"],
  });
});

test("a set, a sorted set and a string have what they need", async () => {
  const clauses = `into cache set "s" { member: bytes } into cache zset "z:{@org}" { member: @id, score: n }
    into cache string "t:{@key}" { value: missing }`;
  const writes = await writesOf(clauses, HASH);
  assert.equal(
    writes.map((write) => ({ ...(write as object), owner: "" })),
    [
      { kind: "set", owner: "", key: "s", expires: null, member: "\xff\0" },
      { kind: "zset", owner: "", key: "z:acme", expires: null, member: "7", score: 12.5 },
      { kind: "string", owner: "", key: "t:t:acme:7", expires: null, value: null },
    ],
  );
});

test("a null in the key, in a member or as score, and a score that is no number reject", async () => {
  const rejections = await Promise.all(
    [
      'into cache hash "h:{missing}" { n }',
      'into cache set "s" { member: missing }',
      'into cache zset "z" { member: @id, score: missing }',
      'into cache zset "z" { member: @id, score: "NaN" as double }',
      'into cache zset "z" { member: @id, score: tags }',
    ].map(async (clauses) => (await writesOf(clauses, HASH))[0]),
  );
  assert.equal(
    rejections.map((text) =>
      String(text)
        .split(" ")
        .filter((_, at) => at !== 1)
        .join(" "),
    ),
    ["RDI5012 key", "RDI5012 member", "RDI5012 score", "RDI5011 score", "RDI5010 score"],
  );
});

test("an expiry is an instant, or counted from the change", async () => {
  const expires = async (expire: string, stored: Stored = HASH): Promise<unknown> =>
    ((await writesOf(`into cache hash "h:{@org}:{@id}" ${expire} { n }`, stored))[0] as { readonly expires: unknown })
      .expires;
  assert.is(await expires("expire 1h"), String(NOW + 3_600_000_000n));
  assert.is(await expires("expire seconds(n)"), String(NOW + 12_500_000n));
  assert.is(await expires("expire at as timestamptz"), String(BigInt(Date.parse("2024-01-31T10:30:00.250Z")) * 1000n));
  assert.is(await expires("expire @expires_at", { ...HASH, expires: 5_000 }), "5000000");
  assert.is(await expires("expire @expires_at"), null);
});

test("a removal appends what is known of a key that is gone", async () => {
  const clauses =
    'append into cache stream "log:{@org}" { id: @id, n, op: "changed", ...@value } on delete set { op: "deleted", n: @key }';
  const mapping = (await mappingsOf(`${FRAME}job j { from hash "t:{org}:{id:int}" ${clauses} }`)).get("j");
  const [table] = mapping?.job.tables ?? [];
  const captures = mapping?.job.captures(
    (index) => ["t:acme:7", "acme", "7"][index] ?? "",
    () => null,
  );
  if (table === undefined || captures === undefined) throw new Error("there is no table");
  assert.equal(table.goneRow?.(captures, NOW), {
    key: "log:acme",
    expires: null,
    fields: [
      ["id", "7"],
      ["n", "t:acme:7"],
      ["op", "deleted"],
    ],
  });
});

test("rows of one key are told apart by their key, and members by both", async () => {
  const clauses = `for tag in split(tags, ",") { into cache set "s" { member: tag } into cache hash "h:{tag}" { tag } }`;
  const mapping = (await mappingsOf(`${FRAME}job j { from hash "t:{org}:{id:int}" ${clauses} }`)).get("j");
  const rows = mapping === undefined ? undefined : mapKey(mapping, "t:acme:7", { "t:acme:7": HASH });
  if (mapping === undefined || typeof rows !== "object") throw new Error(rejectionText(rows));
  const texts = mapping.job.tables.map((table) => {
    const of = table.rowsOf(rows);
    return [new Set(of.map((row) => table.identityOf(row))).size, new Set(of.map((row) => table.contentOf(row))).size];
  });
  assert.equal(texts, [
    [2, 2],
    [2, 2],
  ]);
});

test.run();
