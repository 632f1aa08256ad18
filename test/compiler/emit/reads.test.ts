/** What a job reads, from the plan to the value that the mapping takes: emitted, evaluated, and run on a real Redis. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { jobContext } from "../../../compiler/emit/job-context.ts";
import { readProperties } from "../../../compiler/emit/reads.ts";
import type { JobPlan, LookupPlan, ReadPlan } from "../../../compiler/plan/ir.ts";
import { unpackReply } from "../../../runtime/apply/packed-reply.ts";
import * as runtime from "../../../runtime/index.ts";
import type { Job, LookupScript, Raw } from "../../../runtime/index.ts";
import { endAll } from "../../setup/servers.mjs";
import { connectRedis, redisServer } from "../../support/redis.ts";

const server = await redisServer();
const { command, close } = await connectRedis(server.url);
const FOR_EVER = 9_999_999_999_999;

type Emitted = Pick<Job, "captures" | "read" | "value" | "lookups">;

test.before.each(() => command("FLUSHALL").then(() => undefined));

test("each kind of value arrives as the mapping takes it, with and without the expiry before it", async () => {
  await command("HSET", "hash", "a", "1", "b", "2");
  await command("SET", "json", `{"a":{"b":1.50,"c":[]},"d":null}`);
  await command("SADD", "set", "m");
  await command("ZADD", "zset", 0.1, "m");
  await command("RPUSH", "list", "x", "y");
  await command("SET", "string", "text");
  const values: readonly (readonly [Pick<ReadPlan, "kind" | "members">, unknown])[] = [
    [
      { kind: "hash", members: [["b"], ["gone"], ["a"]] },
      { b: "2", gone: null, a: "1" },
    ],
    [{ kind: "hash", members: [] }, {}],
    [
      { kind: "hash", members: "all" },
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    [{ kind: "json", members: "all" }, `{"a":{"b":1.50,"c":[]},"d":null}`],
    [{ kind: "json", members: [["a", "b"], ["d"]] }, `{"a":{"b":1.50,"c":[]},"d":null}`],
    [{ kind: "set", members: "all" }, ["m"]],
    [{ kind: "zset", members: "all" }, [["m", "0.1"]]],
    [{ kind: "list", members: "all" }, ["x", "y"]],
    [{ kind: "string", members: "all" }, "text"],
    [{ kind: "string", members: [] }, {}],
  ];
  for (const [what, expected] of values) {
    for (const expiry of [false, true]) {
      const { key, value } = await read(emitted({ ...what, expiry, sensitive: [] }), what.kind);
      assert.equal(plain(value), expected, `${what.kind} ${String(what.members)} ${expiry}`);
      assert.equal(key, expiry ? { expires_at: null } : {});
    }
  }
});

test("the expiry is an instant of the key, null of a key that is gone", async () => {
  await command("SET", "string", "text", "PXAT", FOR_EVER);
  const job = emitted({ kind: "string", members: [], expiry: true, sensitive: [] });
  assert.equal((await read(job, "string")).key, { expires_at: BigInt(FOR_EVER) * 1000n });
  assert.equal(
    job.captures(
      () => "",
      () => null,
    ),
    { expires_at: null },
  );
});

test("a text that is no JSON points to the job", async () => {
  await command("SET", "json", "{");
  for (const members of ["all", [["a"]]] as const) {
    const job = emitted({ kind: "json", members, expiry: false, sensitive: [] });
    let thrown: unknown;
    await read(job, "json").catch((error: unknown) => (thrown = error));
    assert.instance(thrown, runtime.Rejection);
    const { code, site } = thrown as runtime.Rejection;
    assert.equal([code, site], ["RDI5023", { file: "shop.rdi", line: 7, column: "value" }]);
  }
});

test("of a RedisJSON document the reader asks for the paths that its script asks for", () => {
  const one = emitted({ kind: "json", members: [["a", "b c"]], expiry: true, sensitive: [] });
  assert.match(one.read.text, String.raw`"$[\034a\034][\034b c\034]"`);
  assert.equal(plain(one.value(parts("0", "p", "[7]"), none)), `{"a":{"b c":7}}`);
  const two = emitted({ kind: "json", members: [["a"], ["b"]], expiry: false, sensitive: [] });
  assert.equal(plain(two.value(parts("p", `{"$[\\"b\\"]":[1],"$[\\"a\\"]":[]}`), none)), `{"b":1}`);
});

test("sensitive names go along", () => {
  const read = { kind: "hash", members: [["a"]], expiry: false } as const;
  assert.equal(emitted({ ...read, sensitive: ["a", 'b"'] }).read.sensitive, ["a", 'b"']);
  assert.is(emitted({ ...read, sensitive: "all" }).read.sensitive, "all");
});

test("lookups have what they are asked for, and nothing else", async () => {
  await command("HSET", "hash", "name", "n");
  await command("ZADD", "zset", 0.1, "m");
  const read: ReadPlan = { kind: "hash", members: [], expiry: false, sensitive: [] };
  const { lookups } = emitted(read, [
    lookup("country", { kind: "hash", members: [["name"]], cached: 60_000 }),
    lookup("scores", { kind: "zset", members: undefined, probed: true }),
    lookup("both", { kind: "hash", members: "all", probed: true }),
    lookup("is there", { kind: "set", members: [] }),
  ]);
  const { country, scores, both } = lookups;
  assert.equal([country?.cached, scores?.cached], [60_000, undefined]);
  assert.equal(shape(lookups), {
    country: [true, false, false],
    scores: [false, true, true],
    both: [true, true, false],
    "is there": [true, false, false],
  });
  assert.equal(country?.value(...(await replyParts(country.read, "hash"))), { name: "n" });
  assert.equal(plain(both?.value(...(await replyParts(both.read, "hash")))), [["name", "n"]]);
  const [part] = await replyParts(scores?.probe, "zset", "m");
  assert.is(scores?.member?.(part(0) ?? ""), "0.1");
});

test.after(async () => {
  await close();
  await endAll();
});

function emitted(read: ReadPlan, lookups: readonly LookupPlan[] = []): Emitted {
  const place = { file: "shop.rdi", line: 7 };
  const delivery = {
    batch: 1,
    wait: 0,
    retryMin: 1,
    retryMax: 1,
    onReject: "halt",
    deadLetters: 1,
    deadLettersFull: "halt",
    maxValue: 1,
    settle: 0,
    rate: 0,
  } as const;
  const pattern = { text: "k", parts: [{ kind: "literal", text: "k" }] } as const;
  const job: JobPlan = {
    name: "job",
    doc: undefined,
    place,
    pattern,
    read,
    lookups,
    body: [],
    tables: [],
    keys: [],
    memberwise: [],
    delivery,
  };
  const context = jobContext(job);
  const properties = readProperties(context).join(", ");
  const at = context.sites.object(place.file, context.imports);
  const names = Object.keys(runtime);
  const evaluate = new Function(...names, `const at = ${at}; return ({ ${properties} });`);
  return evaluate(...Object.values(runtime)) as Emitted;
}

function lookup(name: string, more: Pick<LookupPlan, "kind" | "members"> & Partial<LookupPlan>): LookupPlan {
  return { name, probed: false, cached: undefined, place: { file: "shop.rdi", line: 8 }, ...more };
}

type Parts = readonly [(index: number) => Raw | null, () => readonly (Raw | null)[]];

async function read(job: Emitted, key: string): Promise<{ readonly key: object; readonly value: unknown }> {
  const [part, all] = await replyParts(job.read.text, key);
  return { key: job.captures(() => "", part), value: job.value(part, all) };
}

async function replyParts(script: string | undefined, key: string, last: string | number = 1_000): Promise<Parts> {
  const reply = await command("EVAL", script ?? "", 1, key, 1_000_000, last);
  if (!Buffer.isBuffer(reply)) throw new Error(String(reply));
  const [value] = unpackReply(reply).values;
  if (typeof value !== "object" || value === null) throw new Error(`${key} is absent`);
  return [(index) => value[index] ?? null, () => value];
}

function parts(...all: readonly string[]): (index: number) => string | null {
  return (index) => all[index] ?? null;
}

function none(): readonly never[] {
  return [];
}

/** Documents as their text, maps as their entries. */
function plain(value: unknown): unknown {
  if (value instanceof runtime.RedisMap) return [...value];
  return value instanceof Map ? runtime.jsonText(value) : value;
}

/** Whether each lookup has a reading, a probe, and a way to take its answers. */
function shape(lookups: Readonly<Record<string, LookupScript>>): Readonly<Record<string, readonly boolean[]>> {
  return Object.fromEntries(
    Object.entries(lookups).map(([name, { read, probe, member }]) => [
      name,
      [read !== undefined, probe !== undefined, member !== undefined],
    ]),
  );
}

test.run();
