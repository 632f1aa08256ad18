/** Lookups on a real Redis, by hand-written mappings: how often is asked, and what becomes of who asks. */
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { probeScript, readScript } from "../../../compiler/emit/read-script.ts";
import { partOfKeys } from "../../../runtime/apply/part.ts";
import { createPreparer, type Prepared } from "../../../runtime/apply/prepare.ts";
import { createRoute, RouteHalt } from "../../../runtime/apply/route.ts";
import type { LookupScript } from "../../../runtime/job.ts";
import {
  hashMap,
  parseJson,
  required,
  scoreMap,
  shortestScore,
  sites,
  type Raw,
} from "../../../runtime/values/index.ts";
import { endAll } from "../../setup/servers.mjs";
import { connectRedis, redisServer } from "../../support/redis.ts";
import { createMemorySink } from "./memory-sink.ts";
import { hashLookup, visitsJob, type VisitsParts } from "./visits-job.ts";

const server = await redisServer();
const { redis, command, close } = await connectRedis(server.url);
const at = sites("visits.rdi", { name: 5, tree: 6 });

test.before.each(() => command("FLUSHALL").then(() => undefined));

test("what one lookup found is the key of the next, and each is read once for the whole batch", async () => {
  const visits = prepareVisits({
    lookups: { country: hashLookup(["region"]), region: hashLookup(["name"]) },
    map: ({ code }, { country, region }, { key }) => {
      const found = country?.read(code === null ? null : `country:${code}`) as Fields;
      const around = region?.read(found?.region ? `region:${found.region}` : null) as Fields;
      return { visits: [{ n: String(key.n), region: around?.name ?? null }] };
    },
  });
  for (const [code, region] of [
    ["de", "eu"],
    ["fr", "eu"],
    ["jp", "as"],
  ])
    await command("HSET", `country:${code}`, "region", region ?? "");
  await command("HSET", "region:eu", "name", "Europe");
  for (const [n, code] of ["de", "jp", "fr", "xx", "de"].entries()) await command("HSET", `visit:${n}`, "code", code);
  await command("HSET", "visit:5", "name", "without a code");
  const { mapped } = await visits.prepare([0, 1, 2, 3, 4, 5, 6]);
  assert.equal(regionsOf(mapped), ["Europe", null, "Europe", null, "Europe", null]);
  assert.is(visits.calls(), 3, "the visits, the countries, the regions");
});

test("what a mapping yields before all is known is thrown away, a rejection too", async () => {
  let runs = 0;
  const visits = prepareVisits({
    lookups: { country: hashLookup(["name"]) },
    map: ({ code }, { country }, { key }) => {
      runs++;
      const found = country?.read(`country:${code}`) as Fields;
      return { visits: [{ n: String(key.n), region: String(required(found?.name ?? null, at.name)) }] };
    },
  });
  await command("HSET", "country:de", "name", "Germany");
  await command("HSET", "visit:1", "code", "de");
  await command("HSET", "visit:2", "code", "xx");
  const { mapped, rejected } = await visits.prepare([1, 2]);
  assert.equal(regionsOf(mapped), ["Germany"]);
  assert.equal(
    rejected.map(({ key, rejection }) => [key, rejection.code]),
    [["visit:2", "RDI5012"]],
  );
  assert.is(runs, 4);
});

test("a loop asks for all its elements at once", async () => {
  const visits = prepareVisits({
    lookups: { country: hashLookup(["name"]) },
    map: ({ code }, { country }, { key }) => ({
      visits: [
        {
          n: String(key.n),
          region: String(code)
            .split(",")
            .map((one) => (country?.read(`country:${one}`) as Fields)?.name)
            .join(),
        },
      ],
    }),
  });
  for (let n = 0; n < 40; n++) await command("HSET", `country:${n}`, "name", `name ${n}`);
  for (let n = 0; n < 20; n++) await command("HSET", `visit:${n}`, "code", `${n},${n + 1},${2 * n}`);
  const { mapped } = await visits.prepare(Array.from({ length: 20 }, (_, n) => n));
  assert.equal(
    regionsOf(mapped),
    Array.from({ length: 20 }, (_, n) => `name ${n},name ${n + 1},name ${2 * n}`),
  );
  assert.is(visits.calls(), 2);
});

test("an absent key, a key of another kind and a null key are null, and a null key is not asked for", async () => {
  const visits = prepareVisits({
    lookups: { country: hashLookup(["name"]) },
    map: ({ code }, { country }, { key }) => ({
      visits: [{ n: String(key.n), region: country?.read(code === null ? null : String(code)) }],
    }),
  });
  await command("SET", "text", "x");
  await command("HSET", "other", "z", "1");
  for (const [n, code] of ["gone", "text", "other"].entries()) await command("HSET", `visit:${n}`, "code", code);
  assert.equal(regionsOf((await visits.prepare([0, 1, 2])).mapped), [null, null, { name: null }]);
  await command("HSET", "visit:3", "name", "x");
  assert.equal(regionsOf((await visits.prepare([3])).mapped), [null]);
  assert.is(visits.calls(), 3);
});

test("without `cached` each batch reads anew; with it an answer is kept for its time, absence too", async () => {
  for (const cached of [undefined, 400]) {
    const visits = prepareVisits({
      lookups: { country: hashLookup(["name"], cached) },
      map: (_, { country }, { key }) => ({
        visits: [{ n: String(key.n), region: (country?.read(`country:${key.n}`) as Fields)?.name ?? null }],
      }),
    });
    await command("FLUSHALL");
    await command("HSET", "country:1", "name", "before");
    for (const n of [1, 2]) await command("HSET", `visit:${n}`, "name", "x");
    assert.equal(regionsOf((await visits.prepare([1, 2])).mapped), ["before", null]);
    for (const n of [1, 2]) await command("HSET", `country:${n}`, "name", "after");
    const expected = cached === undefined ? ["after", "after"] : ["before", null];
    assert.equal(regionsOf((await visits.prepare([1, 2])).mapped), expected);
    await sleep(450);
    assert.equal(regionsOf((await visits.prepare([1, 2])).mapped), ["after", "after"]);
  }
});

test("an answer that is kept stays what it was when the reply that it came in is gone", async () => {
  const visits = prepareVisits({
    lookups: { country: hashLookup(["name"], 60_000) },
    map: (_, { country }, { key }) => ({
      visits: [{ n: String(key.n), region: (country?.read("country:1") as Fields)?.name ?? null }],
    }),
  });
  await command("HSET", "country:1", "name", "é".repeat(100));
  await command("HSET", "visit:1", "name", "x");
  await visits.prepare([1]);
  const [row] = regionsOf((await visits.prepare([1])).mapped);
  assert.ok(Buffer.isBuffer(row) && row.buffer.byteLength <= 8192, "it holds its own bytes");
  assert.is(String(row), "é".repeat(100));
});

test("a value that can't be taken rejects who asks for it, and nobody else", async () => {
  const tree: LookupScript = {
    cached: undefined,
    read: readScript({ kind: "json", members: "all", expiry: false }),
    value: (part) => parseJson(part(1), at.tree),
    probe: undefined,
  };
  const visits = prepareVisits({
    lookups: { tree },
    delivery: { maxValue: 30 },
    map: ({ code }, lookups, { key }) => ({ visits: [{ n: String(key.n), region: lookups.tree?.read(String(code)) }] }),
  });
  await command("SET", "good", "true");
  await command("SET", "broken", "{");
  await command("SET", "large", `"${"x".repeat(40)}"`);
  for (const [n, code] of ["good", "broken", "large"].entries()) await command("HSET", `visit:${n}`, "code", code);
  const { mapped, rejected } = await visits.prepare([0, 1, 2]);
  assert.equal(regionsOf(mapped), [true]);
  assert.equal(
    rejected.map(({ key, rejection }) => [key, rejection.code, rejection.site.line, rejection.site.column]),
    [
      ["visit:1", "RDI5023", 6, "tree"],
      ["visit:2", "RDI5022", 1, "tree"],
    ],
  );
  assert.is(rejected[1]?.rejection.message, "what tree looks up has 42 bytes; max_value is 30");
});

test("single members are asked for by bytes, of a hash, a set and a sorted set", async () => {
  const member = Buffer.from([0xff, 0x00, 0x41]);
  const probe = (kind: "hash" | "set" | "zset"): LookupScript => ({
    cached: undefined,
    read: undefined,
    value: () => null,
    probe: probeScript(kind),
    ...(kind === "zset" ? { member: shortestScore } : {}),
  });
  const visits = prepareVisits({
    lookups: { hash: probe("hash"), set: probe("set"), zset: probe("zset") },
    map: ({ code, name }, lookups, { key }) => ({
      visits: [
        {
          n: String(key.n),
          region: Object.keys(lookups).map((one) => lookups[one]?.probe(code === null ? null : `${one}`, name)),
        },
      ],
    }),
  });
  await command("HSET", "hash", member, "value", "text", "");
  await command("SADD", "set", member);
  await command("ZADD", "zset", 0.1, member);
  await command("HSET", "visit:0", "code", "x", "name", member);
  await command("HSET", "visit:1", "code", "x", "name", "text");
  await command("HSET", "visit:2", "code", "x");
  await command("HSET", "visit:3", "name", "text");
  assert.equal(regionsOf((await visits.prepare([0, 1, 2, 3])).mapped), [
    ["value", member, "0.1"],
    ["", null, null],
    [null, null, null],
    [null, null, null],
  ]);
  assert.is(visits.calls(), 4);
});

test("a member that names a member of the same key is found, step by step", async () => {
  const script: LookupScript = { cached: undefined, read: undefined, value: () => null, probe: probeScript("hash") };
  const visits = prepareVisits({
    lookups: { links: script },
    map: ({ code }, { links }, { key }) => {
      let place: Raw | null = code;
      for (let step = 0; step < 10; step++) place = links?.probe("links", place) ?? null;
      return { visits: [{ n: String(key.n), region: place }] };
    },
  });
  for (let n = 0; n < 10; n++) await command("HSET", "links", `s${n}`, `s${n + 1}`);
  await command("HSET", "visit:0", "code", "s0");
  assert.equal(regionsOf((await visits.prepare([0])).mapped), ["s10"]);
});

test("more is looked up than one call may return, and all of it arrives", async () => {
  const visits = prepareVisits({
    lookups: { country: hashLookup(["name"]) },
    map: ({ code }, { country }, { key }) => ({
      visits: [{ n: String(key.n), region: String((country?.read(String(code)) as Fields)?.name).length }],
    }),
  });
  for (let n = 0; n < 4; n++) {
    await command("HSET", `country:${n}`, "name", "x".repeat(3_000_000 + n));
    await command("HSET", `visit:${n}`, "code", `country:${n}`);
  }
  assert.equal(regionsOf((await visits.prepare([0, 1, 2, 3])).mapped), [3_000_000, 3_000_001, 3_000_002, 3_000_003]);
  assert.is(visits.calls(), 3, "two calls of 8 MiB at most for the countries");
});

test("what is looked up for one batch is bounded: keys that would need more come later, and one key gets all it needs", async () => {
  const value = "x".repeat(10_000_000);
  const visits = prepareVisits({
    lookups: { country: hashLookup(["name"]) },
    map: ({ code }, { country }, { key }) => ({
      visits: [
        {
          n: String(key.n),
          region: String(code)
            .split(",")
            .map((one) => String((country?.read(one) as Fields)?.name).length)
            .join(),
        },
      ],
    }),
  });
  for (let n = 0; n < 10; n++) {
    await command("HSET", `country:${n}`, "name", value);
    await command("HSET", `visit:${n}`, "code", `country:${n}`);
  }
  const { mapped, rest } = await visits.prepare([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(
    mapped.map(({ key }) => key),
    ["visit:0", "visit:1", "visit:2", "visit:3", "visit:4", "visit:5", "visit:6"],
  );
  assert.equal(rest?.keys, ["visit:7", "visit:8", "visit:9"]);
  await command("HSET", "visit:0", "code", Array.from({ length: 10 }, (_, n) => `country:${n}`).join());
  const greedy = await visits.prepare([0]);
  assert.equal(regionsOf(greedy.mapped), [Array.from({ length: 10 }, () => value.length).join()]);
  assert.is(greedy.rest, undefined);
});

test("a mapping that asks for something new each time is stopped as a mistake of ours", async () => {
  let question = 0;
  const visits = prepareVisits({
    lookups: { country: hashLookup(["name"]) },
    map: (_, { country }, { key }) => ({ visits: [{ n: String(key.n), region: country?.read(`k${question++}`) }] }),
  });
  await command("HSET", "visit:1", "code", "x");
  let thrown: unknown;
  await visits.prepare([1]).catch((error: unknown) => (thrown = error));
  assert.instance(thrown, RouteHalt);
  assert.ok(visits.calls() < 30);
});

test("when the server's history changes between the keys and the lookups all is read again, cached answers too", async () => {
  const visits = prepareVisits({
    lookups: { country: hashLookup(["name"], 60_000), region: hashLookup(["name"]) },
    map: (_, { country, region }, { key }) => ({
      visits: [{ n: String(key.n), region: [country?.read("country:1"), region?.read(`region:${key.n}`)] }],
    }),
  });
  await command("HSET", "country:1", "name", "old");
  for (const n of [1, 2]) await command("HSET", `visit:${n}`, "code", "x");
  await visits.prepare([1]);
  await command("HSET", "country:1", "name", "new");
  visits.forgeHistory(visits.calls() + 2);
  const { mapped, readAt } = await visits.prepare([2]);
  assert.equal(regionsOf(mapped), [[{ name: "new" }, null]]);
  assert.is(readAt?.replid, /master_replid:(\w+)/.exec(String(await command("INFO", "replication")))?.[1]);
});

test("an error of Redis while looking up is passed on, and the next attempt begins anew", async () => {
  const visits = prepareVisits({
    lookups: { country: { ...hashLookup(["name"]), read: `return redis.error_reply("LOADING it loads")` } },
    map: (_, { country }, { key }) => ({ visits: [{ n: String(key.n), region: country?.read("country:1") }] }),
  });
  await command("HSET", "visit:1", "code", "x");
  for (const _ of [1, 2]) {
    let message = "";
    await visits.prepare([1]).catch((error: unknown) => (message = String(error)));
    assert.match(message, "LOADING it loads");
  }
});

test("looked-up maps answer by name", async () => {
  const whole = (kind: "hash" | "zset"): LookupScript => ({
    cached: undefined,
    read: readScript({ kind, members: "all", expiry: false }),
    value: (_part, all) => (kind === "hash" ? hashMap(all()) : scoreMap(all())),
    probe: undefined,
  });
  const visits = prepareVisits({
    lookups: { hash: whole("hash"), zset: whole("zset") },
    map: (_, { hash, zset }, { key }) => ({
      visits: [{ n: String(key.n), region: [mapOf(hash?.read("hash")), mapOf(zset?.read("zset"))] }],
    }),
  });
  await command("HSET", "hash", "a", "1");
  await command("ZADD", "zset", 0.1, "m");
  await command("HSET", "visit:1", "code", "x");
  assert.equal(regionsOf((await visits.prepare([1])).mapped), [[[["a", "1"]], [["m", "0.1"]]]]);
});

test.after(async () => {
  await close();
  await endAll();
});

type Fields = Readonly<Record<string, Raw | null>> | null | undefined;

/** Reads and maps `visit:n`, and counts the calls of scripts. */
function prepareVisits(parts: VisitsParts) {
  let calls = 0;
  let forged = Infinity;
  const counting = new Proxy(redis, {
    get: (target, name) =>
      name !== "callBuffer"
        ? Reflect.get(target, name)
        : async (command: string, args: readonly (string | number)[]) => {
            if (command !== "EVAL_RO" && command !== "EVALSHA_RO") throw new Error(`${command} is no reading`);
            const reply = await target.callBuffer(command, [...args]);
            if (++calls === forged && Buffer.isBuffer(reply)) reply.write("f".repeat(40), 2, "latin1");
            return reply;
          },
  });
  const route = createRoute(visitsJob(parts), "warehouse", createMemorySink());
  const preparer = createPreparer({ redis: counting, hasReadOnlyScripts: true, lanes: 1 }, route);
  return {
    prepare: (numbers: readonly number[]): Promise<Prepared> =>
      preparer(
        partOfKeys(
          numbers.map((n) => `visit:${n}`),
          1,
        ),
      ),
    calls: () => calls,
    /** The n-th call is answered by a server of another history. */
    forgeHistory: (n: number) => void (forged = n),
  };
}

function regionsOf(mapped: Prepared["mapped"]): readonly unknown[] {
  return mapped.flatMap(({ rows: [rows = []] }) => rows.map((row) => (row as { readonly region: unknown }).region));
}

function mapOf(value: unknown): unknown {
  return value === null || value === undefined ? null : [...(value as Iterable<unknown>)];
}

test.run();
