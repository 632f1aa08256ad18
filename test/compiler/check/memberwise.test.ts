/** Which jobs read and write single members: only those whose rows depend on the key and one member each, and are found again by both. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { analyze } from "../../../compiler/compile.ts";

const HEAD = `source redis { url: env("REDIS_URL") }
target w: postgres { url: env("WAREHOUSE_URL") }
target v: postgres { url: env("OTHER_URL") }
target cache: redis { url: env("CACHE_URL") }
target file: sqlite { url: env("FILE_URL") }
`;

/** The column of each table that is the member. */
function membersOf(job: string): string {
  const { plan, diagnostics } = analyze([{ path: "input.rdi", text: `${HEAD}job j {\n${job}\n}` }], "input");
  const errors = diagnostics.filter(({ code }) => code < "RDI2070");
  assert.equal(
    errors.map(({ code }) => code),
    [],
  );
  return (plan?.jobs[0]?.memberwise ?? []).map(({ table, column }) => `${table}.${column}`).join(" ");
}

const ROW = "into w.t key (id, m) { id: int = @id, m: text, n: int = length(m) }";

const memberwise: readonly (readonly [string, string, string])[] = [
  ["a set", `from set "k:{id:int}" for m in @value { ${ROW} }`, "t.m"],
  ["a sorted set", `from zset "k:{id:int}" for m, score in @value { ${ROW} }`, "t.m"],
  [
    "a hash",
    `from hash "k:{id:int}" for m, v in @value { into w.t key (m, id) { id: int = @id, m: text, v: int } }`,
    "t.m",
  ],
  ["a condition on the member", `from set "k:{id:int}" for m in @value { where m != "" ${ROW} }`, "t.m"],
  ["a condition on the key above it", `from set "k:{id:int}" where @id > 7 { for m in @value { ${ROW} } }`, "t.m"],
  [
    "a name for a part of the member",
    `from set "k:{id:int}" for m in @value { let half = left(m, 2) where half == "ab" ${ROW} }`,
    "t.m",
  ],
  [
    "two tables, in two targets",
    `from set "k:{id:int}" for m in @value { ${ROW} into v.u key (redis_key, m) { redis_key: text not null = @key, m: varchar(9) } }`,
    "t.m u.m",
  ],
  [
    "two walks",
    `from set "k:{id:int}" for m in @value { ${ROW} } for x in @value { into w.u key (id, x) { id: int = @id, x: text } }`,
    "t.m u.x",
  ],
  [
    "a constant in the key",
    `from set "k:{id:int}" for m in @value { into w.t key (kind, id, m) { kind: text not null = "a", id: int = @id, m: text } }`,
    "t.m",
  ],
];

for (const [what, job, columns] of memberwise)
  test(`members are read by themselves: ${what}`, () => assert.is(membersOf(job), columns));

const whole: readonly (readonly [string, string])[] = [
  [
    "one of two targets can't remove the rows of a member",
    `from set "k:{id:int}" for m in @value { ${ROW} ${ROW.replace("w.t", "file.t")} }`,
  ],
  ["a list, whose positions move", `from list "k:{id:int}" for m in @value { ${ROW} }`],
  [
    "a position in a set",
    `from set "k:{id:int}" for m, n in @value { into w.t key (id, m) { id: int = @id, m: text, n: int } }`,
  ],
  [
    "a count beside them",
    `from set "k:{id:int}" for m in @value { ${ROW} } into w.u key (id) { id: int = @id, n: int = count(@value) }`,
  ],
  [
    "a count in each row",
    `from set "k:{id:int}" for m in @value { into w.t key (id, m) { id: int = @id, m: text, n: int = count(@value) } }`,
  ],
  [
    "a count behind a name",
    `from set "k:{id:int}" let n = count(@value) for m in @value { into w.t key (id, m) { id: int = @id, m: text, n: int = n } }`,
  ],
  ["a condition on all members", `from set "k:{id:int}" where count(@value) > 2 { for m in @value { ${ROW} } }`],
  [
    "another field of the hash",
    `from hash "k:{id:int}" for m, v in @value { into w.t key (id, m) { id: int = @id, m: text, o: text = other } }`,
  ],
  [
    "a member that is a number, which has several spellings",
    `from set "k:{id:int}" for m in @value { into w.t key (id, m) { id: int = @id, m: int } }`,
  ],
  [
    "a member in lower case",
    `from set "k:{id:int}" for m in @value { into w.t key (id, m) { id: int = @id, m: text = lower(m) } }`,
  ],
  [
    "the value as the key",
    `from hash "k:{id:int}" for m, v in @value { into w.t key (id, v) { id: int = @id, v: text not null } }`,
  ],
  [
    "two payload columns in the key",
    `from hash "k:{id:int}" for m, v in @value { into w.t key (id, m, v) { id: int = @id, m: text, v: text not null } }`,
  ],
  [
    "an owner column outside of the key",
    `from set "k:{id:int}" for m in @value { into w.t key (m) { id: int = @id, m: text } }`,
  ],
  ["a list made of the members", `from set "k:{id:int}" for m in distinct(@value) { ${ROW} }`],
  ["a walk within a walk", `from set "k:{id:int}" for m in @value { for x in @value { ${ROW} } }`],
  [
    "the expiry",
    `from set "k:{id:int}" for m in @value { into w.t key (id, m) { id: int = @id, m: text, e: timestamptz = @expires_at } }`,
  ],
  [
    "the clock",
    `from set "k:{id:int}" for m in @value { into w.t key (id, m) { id: int = @id, m: text, at: timestamptz = now() } }`,
  ],
  [
    "a random value",
    `from set "k:{id:int}" for m in @value { into w.t key (id, m) { id: int = @id, m: text, u: uuid = random_uuid() } }`,
  ],
  [
    "a lookup",
    `from set "k:{id:int}" lookup c = hash "c:{@id}" for m in @value { into w.t key (id, m) { id: int = @id, m: text, c: text = c.name } }`,
  ],
  [
    "a soft delete",
    `from set "k:{id:int}" for m in @value { into w.t key (id, m) { id: int = @id, m: text, gone: boolean = false } on delete set { gone: true } }`,
  ],
  ["kept rows", `from set "k:{id:int}" for m in @value { ${ROW} on delete keep }`],
  [
    "a history",
    `from set "k:{id:int}" for m in @value { history into w.t key (id, m) period (a, b) { id: int = @id, m: text } }`,
  ],
  ["an appended row", `from set "k:{id:int}" for m in @value { ${ROW} append into w.u { id: int = @id, m: text } }`],
  ["a key of Redis", `from set "k:{id:int}" for m in @value { ${ROW} into cache set "c:{@id}" { member: m } }`],
  [
    "rejected keys that leave no trace",
    `from set "k:{id:int}" delivery { on_reject: drop } for m in @value { ${ROW} }`,
  ],
  [
    "dead letters that are dropped",
    `from set "k:{id:int}" delivery { dead_letters_full: drop_oldest } for m in @value { ${ROW} }`,
  ],
];

for (const [what, job] of whole) test(`keys are read as a whole: ${what}`, () => assert.is(membersOf(job), ""));

test.run();
