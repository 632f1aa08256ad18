import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";
import { refused } from "../expect.ts";
import { ITEMS } from "./rows.ts";

/** Of a checkpoint that has seen neither an append nor a read. */
const NOTHING = { appended: undefined, readAt: undefined, replaced: [] };
const [PAST, PRESENT] = ["a".repeat(40), "b".repeat(40)] as const;

export const fences: Topic = {
  topic: "fences",
  behaviours: [
    {
      name: "each claim raises the epoch; the first one records no source, the second one does",
      jobs: ITEMS,
      run: async (bench) => {
        const first = await bench.lane();
        assert.equal(first.found, { epoch: 1n, seq: 0n, source: undefined, projectSource: undefined, ...NOTHING });
        await first.session.probe();
        const second = await bench.lane();
        assert.equal(second.found, { epoch: 2n, seq: 1n, source: undefined, projectSource: undefined, ...NOTHING });
        const third = await bench.lane();
        assert.equal(third.found, { epoch: 3n, seq: 1n, source: "redis-1", projectSource: "redis-1", ...NOTHING });
      },
    },
    {
      name: "an older owner can't commit, and stays fenced",
      jobs: ITEMS,
      run: async (bench) => {
        const old = await bench.lane();
        await old.commit({ "item:1": { name: "old" } });
        const next = await bench.lane();
        await refused(old.commit({ "item:2": { name: "old" } }), "fenced");
        await refused(old.session.probe(), "fenced");
        await next.commit({ "item:3": { name: "new" } });
        assert.equal(await bench.rows("items"), ["1 | old | ∅", "3 | new | ∅"]);
      },
    },
    {
      name: "an owner is fenced also while it removes, replaces or only tries",
      jobs: ITEMS,
      run: async (bench) => {
        const first = await bench.lane();
        await first.commit({ "item:1": {} });
        for (const how of [{}, { mode: "replace" }, { trial: true }] as const) {
          const old = await bench.lane();
          await bench.lane();
          await refused(old.commit({ "item:1": null }, how), "fenced");
        }
        assert.equal(await bench.rows("items"), ["1 | ∅ | ∅"]);
      },
    },
    {
      name: "a session that has claimed nothing commits nothing",
      jobs: ITEMS,
      run: async (bench) => {
        const sink = await bench.sink();
        const identity = { project: "kit", route: "items.db", lane: 0, source: "redis-1", release: "r1" };
        const session = await sink.openLane(identity);
        await refused(session.probe(), "fenced");
        await session.close();
      },
    },
    {
      name: "lanes, routes and projects are fenced apart",
      jobs: ITEMS,
      run: async (bench) => {
        const lanes = [
          await bench.lane(),
          await bench.lane({ identity: { lane: 1 } }),
          await bench.lane({ identity: { route: "other.db" } }),
          await bench.lane({ identity: { project: "other" } }),
        ];
        for (const { found } of lanes) assert.equal([found.epoch, found.seq], [1n, 0n]);
        for (const lane of lanes) await lane.session.probe();
      },
    },
    {
      name: "what a stopped owner sends after its successor's claim is refused",
      jobs: ITEMS,
      needs: ["network"],
      run: async (bench) => {
        const { proxy, url } = await bench.proxied();
        await bench.sink();
        const stopped = await bench.lane({ sink: await bench.otherSink(url) });
        proxy.stall();
        const late = refused(stopped.commit({ "item:1": { name: "late" } }), "fenced");
        const next = await bench.lane();
        await proxy.resume();
        await late;
        assert.equal(await bench.rows("items"), []);
        assert.equal(next.found.seq, 0n);
        await next.commit({ "item:1": { name: "new" } });
        assert.equal(await bench.rows("items"), ["1 | new | ∅"]);
      },
    },
    {
      name: "a claim meets an open transaction of the owner before: either that is counted, or refused",
      jobs: ITEMS,
      needs: ["row locks"],
      run: async (bench) => {
        const old = await bench.lane();
        await old.commit({ "item:1": { name: "a" } });
        const other = await bench.database.session();
        await other.begin();
        await other.run(`UPDATE ${bench.target.quote("items")} SET qty = 1`);
        const late = old.commit({ "item:1": { name: "b" } }).then(
          ({ kind }) => kind,
          (error: unknown) => String(Reflect.get(Object(error), "class")),
        );
        const claim = bench.lane();
        await new Promise((resolve) => setTimeout(resolve, 300));
        await other.rollback();
        await other.close();
        const { found } = await claim;
        const name = (await late) === "committed" ? "b" : "a";
        assert.is(found.seq, name === "b" ? 2n : 1n, `the late commit was ${await late}`);
        assert.equal(await bench.rows("items"), [`1 | ${name} | ∅`]);
      },
    },
    {
      name: "an older state of the target refuses the owner that was ahead of it",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        for (const name of ["a", "b", "c"]) await lane.commit({ "item:1": { name } });
        await bench.database.run("UPDATE rdi_checkpoint SET seq = 1");
        await refused(lane.commit({ "item:1": { name: "d" } }), "fenced");
        const next = await bench.lane();
        assert.equal([next.found.epoch, next.found.seq], [2n, 1n]);
        assert.equal(await bench.rows("items"), ["1 | c | ∅"]);
      },
    },
    {
      name: "an epoch that went back refuses its owner, too",
      jobs: ITEMS,
      run: async (bench) => {
        await bench.lane();
        const lane = await bench.lane();
        await bench.database.run("UPDATE rdi_checkpoint SET epoch = 1");
        await refused(lane.session.probe(), "fenced");
      },
    },
    {
      name: "an unknown source is recorded by the next claim that knows it, and keeps its name",
      jobs: ITEMS,
      run: async (bench) => {
        const recorded = async (source: string | undefined): Promise<string | undefined> =>
          (await bench.lane({ identity: { source } })).found.source;
        assert.is(await recorded(undefined), undefined);
        assert.is(await recorded("redis-1"), undefined);
        assert.is(await recorded(undefined), "redis-1");
        assert.is(await recorded("redis-1"), "redis-1");
      },
    },
    {
      name: "a worker of another Redis is told so, and fences nobody",
      jobs: ITEMS,
      run: async (bench) => {
        await bench.lane();
        const lane = await bench.lane();
        const stranger = await bench.lane({ identity: { source: "redis-2" } });
        assert.equal([stranger.found.source, stranger.found.projectSource], ["redis-1", "redis-1"]);
        await refused(stranger.session.probe(), "fenced");
        await lane.session.probe();
      },
    },
    {
      name: "where values were read is kept, and a history that was replaced claims nothing any more",
      jobs: ITEMS,
      run: async (bench) => {
        await bench.lane();
        const lane = await bench.lane();
        await lane.commit({}, { readAt: { replid: PRESENT, offset: 9007199254740993n }, replaced: PAST });
        await lane.commit({ "item:1": {} });
        const late = await bench.lane({ identity: { replid: PAST } });
        assert.equal(late.found.readAt, { replid: PRESENT, offset: 9007199254740993n });
        assert.equal(late.found.replaced, [PAST]);
        await refused(late.session.probe(), "fenced");
        await lane.commit({}, { replaced: PRESENT });
        const next = await bench.lane({ identity: { replid: "c".repeat(40) } });
        assert.equal(next.found.replaced, [PAST, PRESENT]);
        await next.session.probe();
      },
    },
    {
      name: "what a sink says to forget a source lets another one in",
      jobs: ITEMS,
      run: async (bench) => {
        await bench.lane();
        await bench.lane();
        await bench.database.run((await bench.sink()).forgetSource("kit"));
        const next = await bench.lane({ identity: { source: "redis-2" } });
        assert.is(next.found.source, undefined);
        await next.session.probe();
      },
    },
  ],
};
