import { setTimeout as sleep } from "node:timers/promises";
import * as assert from "uvu/assert";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import type { Topic } from "../behaviour.ts";
import type { Bench } from "../bench.ts";
import { refused } from "../expect.ts";
import type { Lane } from "../lane.ts";
import { SALES } from "./moves.ts";
import { ITEMS } from "./rows.ts";

/** A second table, so that half a batch would be seen. */
const PAIRS = `
job pairs {
  from hash "pair:{id:int}"
  into db.lefts key (id) { id: int = @id, n: int }
  into db.rights key (id) { id: int = @id, n: int }
}`;

const pairs = (n: number): Readonly<Record<string, object>> =>
  Object.fromEntries(Array.from({ length: 50 }, (_, id) => [`pair:${id}`, { n }]));

/** The batch's number in both tables; fails where they differ. */
async function writtenPairs(bench: Bench): Promise<string> {
  const [lefts, rights] = [await bench.rows("lefts"), await bench.rows("rights")];
  assert.equal(lefts, rights, "half a batch was written");
  return [...new Set(lefts.map((row) => row.split(" | ")[1]))].join();
}

/** What becomes of the work, whatever it is. */
async function ending(work: Promise<{ readonly kind: string }>): Promise<string> {
  return work.then(
    ({ kind }) => kind,
    (error: unknown) => (error instanceof SinkError ? error.class : String(error)),
  );
}

/** Tries as a worker does: a claim that waits for somebody's transaction may be told to come back. */
async function claimed(bench: Bench, seconds: number): Promise<Lane> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await bench.lane();
    } catch (error) {
      const isTransient = error instanceof SinkError && error.class === "connection";
      if (!isTransient || Date.now() > end) throw error;
      await sleep(200);
    }
  }
}

export const faults: Topic = {
  topic: "faults",
  behaviours: [
    {
      name: "one bad row of a hundred is a fault of data, and is found",
      jobs: ITEMS,
      before: (database) => database.alter.refuse("items", "name", "poison"),
      run: async (bench) => {
        const lane = await bench.lane();
        const keys = Array.from({ length: 100 }, (_, id): [string, object] => [
          `item:${id}`,
          { name: id === 61 ? "poison" : "good" },
        ]);
        await refused(lane.commit(Object.fromEntries(keys)), "data");
        const { done, refused: bad, parked } = await lane.settle(Object.fromEntries(keys));
        assert.equal([done.length, parked.length], [99, 0]);
        assert.equal(
          bad.map(({ item, code }) => [item.key, code]),
          [["item:61", "RDI5020"]],
        );
        assert.is((await bench.rows("items")).length, 99);
        await lane.commit({ "item:61": { name: "mended" } });
        assert.is((await bench.rows("items")).length, 100);
      },
    },
    {
      name: "a link that is cut in the middle leaves all of a batch or nothing, as seq says",
      jobs: PAIRS,
      needs: ["network", "row locks"],
      run: async (bench) => {
        const { proxy, url } = await bench.proxied();
        await (await bench.lane()).commit(pairs(1));
        const far = await bench.lane({ sink: await bench.otherSink(url) });
        const other = await bench.database.session();
        await other.begin();
        await other.run("UPDATE rights SET n = 7 WHERE id = 25");
        const work = refused(far.commit(pairs(2)), "connection");
        await sleep(400);
        proxy.cut();
        await work;
        await other.rollback();
        await other.close();
        await refused(far.session.probe(), "connection");
        const next = await bench.lane();
        assert.is(await writtenPairs(bench), next.found.seq === 1n ? "1" : "2");
        await next.commit(pairs(3));
        assert.is(await writtenPairs(bench), "3");
      },
    },
    {
      name: "an owner that stands still in the middle of its transaction holds up its successor for a while, and then is refused",
      jobs: SALES,
      needs: ["network", "row locks"],
      run: async (bench) => {
        const { proxy, url } = await bench.proxied();
        await (await bench.lane()).commit({ "sale:1": { receipt: "r1" } });
        const stopped = await bench.lane({ sink: await bench.otherSink(url) });
        const other = await bench.database.session();
        await other.begin();
        await other.run("UPDATE sales SET note = 'x' WHERE receipt = 'r1'");
        const late = ending(stopped.commit({ "sale:1": { receipt: "r1", note: "late" } }));
        await sleep(400);
        proxy.stall();
        await other.rollback();
        await other.close();
        const next = await claimed(bench, 30);
        await proxy.resume();
        const wasCounted = next.found.seq === 2n;
        assert.match(await late, wasCounted ? /^(committed|connection)$/ : /^(fenced|connection)$/);
        assert.equal(await bench.rows("sales"), [`r1 | sale:1 | ${wasCounted ? "late" : "∅"}`]);
        await next.commit({ "sale:1": { receipt: "r1", note: "new" } });
        assert.equal(await bench.rows("sales"), ["r1 | sale:1 | new"]);
      },
    },
    {
      name: "a link that is cut before the batch arrives leaves nothing",
      jobs: PAIRS,
      needs: ["network"],
      run: async (bench) => {
        const { proxy, url } = await bench.proxied();
        await bench.sink();
        const far = await bench.lane({ sink: await bench.otherSink(url) });
        await far.commit(pairs(1));
        proxy.stall();
        const work = refused(far.commit(pairs(2)), "connection");
        await sleep(50);
        proxy.cut();
        await work;
        await proxy.resume();
        const next = await bench.lane({ sink: await bench.otherSink(url) });
        assert.is(next.found.seq, 1n);
        assert.is(await writtenPairs(bench), "1");
      },
    },
    {
      name: "a commit whose answer is lost was counted, and is not done twice",
      jobs: `${PAIRS}
job log { from hash "log:{id:int}" append into db.log { id: int = @id } }`,
      needs: ["network"],
      run: async (bench) => {
        const { proxy, url } = await bench.proxied();
        await bench.sink();
        const far = await bench.lane({ job: "log", sink: await bench.otherSink(url) });
        proxy.delay(150);
        const work = refused(far.commit({ "log:1": {} }, { appended: "5-0" }), "connection");
        for (let tries = 0; (await bench.rows("log")).length === 0 && tries < 300; tries++) await sleep(10);
        proxy.cut();
        await work;
        const next = await bench.lane({ job: "log" });
        assert.equal([next.found.seq, next.found.appended], [1n, "5-0"]);
        assert.equal(await bench.rows("log"), ["1"]);
      },
    },
    {
      name: "a server that can't be reached is a lost connection",
      jobs: ITEMS,
      needs: ["network"],
      run: async (bench) => {
        const { proxy, url } = await bench.proxied();
        await bench.sink();
        const far = await bench.otherSink(url);
        await proxy.close();
        await refused(bench.lane({ sink: far }), "connection");
        await refused(far.recordGap({ project: "kit", route: "r", lane: 0, cause: "c" }), "connection");
      },
    },
    {
      name: "a session that an administrator ends is a lost connection, and a new one goes on",
      jobs: ITEMS,
      needs: ["ending sessions"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": { name: "a" } });
        await bench.database.endSessions();
        await refused(lane.commit({ "item:2": { name: "b" } }), "connection");
        const next = await bench.lane();
        assert.is(next.found.seq, 1n);
        await next.commit({ "item:2": { name: "b" } });
        assert.equal(await bench.rows("items"), ["1 | a | ∅", "2 | b | ∅"]);
      },
    },
    {
      name: "an idle session that was ended is noticed",
      jobs: ITEMS,
      needs: ["ending sessions"],
      run: async (bench) => {
        const lane = await bench.lane();
        await bench.database.endSessions();
        await sleep(200);
        if (lane.session.look !== undefined) await refused(lane.session.look(), "connection");
        await refused(lane.session.probe(), "connection");
      },
    },
    {
      name: "of a deadlock somebody is the victim; a victim of ours lost its connection, and a new session writes the batch",
      jobs: ITEMS,
      needs: ["row locks"],
      run: async (bench) => {
        const first = await bench.lane();
        const all = Array.from({ length: 60 }, (_, id): [string, object] => [`item:${id}`, { name: "a" }]);
        await first.commit(Object.fromEntries(all));
        const rival = await bench.database.session();
        await rival.begin();
        // Much work, so that the server takes the other one for its victim where it goes by that.
        await rival.run("UPDATE items SET name = 'rival' WHERE id >= 2");
        const work = ending(first.commit({ "item:1": { name: "ours" }, "item:2": { name: "ours" } }));
        await sleep(300);
        const rivals = rival.run("UPDATE items SET name = 'rival' WHERE id = 1").then(
          () => "went on",
          () => "was the victim",
        );
        const [rivalEnded] = await Promise.all([rivals, sleep(50)]);
        await rival.rollback().catch(() => undefined);
        await rival.close();
        const ended = await work;
        assert.ok(ended === "committed" || ended === "connection", `${ended}, while the rival ${rivalEnded}`);
        const next = ended === "committed" ? first : await bench.lane();
        await next.commit({ "item:1": { name: "ours" }, "item:2": { name: "ours" } });
        assert.equal((await bench.rows("items")).slice(1, 2), ["1 | ours | ∅"]);
      },
    },
    {
      name: "a row that stays locked is a matter of order, and is written when it is free",
      jobs: ITEMS,
      needs: ["row locks", "codes of errors"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": { name: "a" }, "item:2": { name: "a" } });
        const other = await bench.database.session();
        await other.begin();
        await other.run("UPDATE items SET name = 'x' WHERE id = 1");
        await refused(lane.commit({ "item:1": { name: "b" }, "item:3": { name: "b" } }), "order");
        await other.rollback();
        await other.close();
        assert.equal(await bench.rows("items"), ["1 | a | ∅", "2 | a | ∅"]);
        await lane.commit({ "item:1": { name: "b" } });
        assert.equal(await bench.rows("items"), ["1 | b | ∅", "2 | a | ∅"]);
      },
    },
    {
      name: "a table that is dropped under a worker stops its route",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": {} });
        await bench.database.run("DROP TABLE items");
        await refused(lane.commit({ "item:2": {} }), "halt");
      },
    },
    {
      name: "a column that is dropped under a worker stops its route",
      jobs: ITEMS,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": { qty: 1 } });
        await bench.database.run("ALTER TABLE items DROP COLUMN qty");
        await refused(lane.commit({ "item:2": { qty: 2 } }), "halt");
      },
    },
    {
      name: "two lanes that write one table at once make neither duplicates nor errors that stop",
      jobs: `
job sales {
  from hash "sale:{id}"
  into db.sales key (receipt) { receipt: varchar(40) = receipt, redis_key: varchar(60) not null = @key, n: int }
}`,
      run: async (bench) => {
        const wrong: string[] = [];
        const turns = async (number: number): Promise<void> => {
          for (let turn = 0; turn < 25; turn++) {
            const lane = await bench.lane({ identity: { lane: number } });
            const key = (at: number): string => `sale:${number}-${(at + turn) % 8}`;
            const keys = Object.fromEntries(
              Array.from({ length: 8 }, (_, at) => [key(at), { receipt: `r${at}`, n: turn }]),
            );
            const ended = await ending(lane.commit(keys));
            if (!/^(committed|collided|connection|order)$/.test(ended)) wrong.push(ended);
            await lane.close();
          }
        };
        await Promise.all([turns(0), turns(1)]);
        assert.equal(wrong, []);
        const receipts = (await bench.cells("sales")).map(([receipt]) => receipt);
        assert.is(new Set(receipts).size, receipts.length);
        assert.ok(receipts.length > 0);
      },
    },
  ],
};
