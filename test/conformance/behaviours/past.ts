import * as assert from "uvu/assert";
import { instant } from "../../../runtime/values/instant.ts";
import type { Topic } from "../behaviour.ts";
import { refused } from "../expect.ts";
import { NOON } from "../lane.ts";

const LOG = `
job log {
  from hash "account:{id:int}"
  append into db.log { id: int = @id, seen_at: timestamptz = now(), op: varchar(20) = op, n: int } on delete set { op: "deleted" }
}`;

const PRICES = `
job prices {
  from hash "price:{sku}"
  history into db.prices key (sku) period (valid_from, valid_to, is_current) { sku: varchar(40) = @sku, price: numeric(10,2), note: varchar(40) }
}`;

const NOTES = `
job notes {
  from hash "note:{id:int}"
  into db.notes key (id) { id: int = @id, title: varchar(40), state: varchar(9) = "live", deleted_at: timestamptz = null }
  on delete set { state: "gone", deleted_at: now() }
}`;

const SESSIONS = `
job sessions {
  from hash "session:{id:int}"
  into db.sessions key (id) { id: int = @id, name: varchar(40), expires_at: timestamptz = @expires_at } on expire keep
}`;

const later = (seconds: number) => instant(NOON + BigInt(seconds) * 1_000_000n);

export const past: Topic = {
  topic: "rows with a past",
  behaviours: [
    {
      name: "each change appends a row, equal ones too, and a removal appends its own",
      jobs: LOG,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "account:1": { op: "put", n: 1 }, "account:2": { op: "put" } }, { appended: "1-0" });
        await lane.commit({ "account:1": { op: "put", n: 1 } }, { appended: "2-0", at: later(1) });
        await lane.commit({ "account:1": null }, { appended: "3-0", at: later(2) });
        assert.equal(await bench.rows("log"), [
          "1 | 2024-06-01 12:00:00 | put | 1",
          "1 | 2024-06-01 12:00:01 | put | 1",
          "1 | 2024-06-01 12:00:02 | deleted | ∅",
          "2 | 2024-06-01 12:00:00 | put | ∅",
        ]);
      },
    },
    {
      name: "the last entry that was appended is kept with the rows, and told to the next owner",
      jobs: LOG,
      before: (database) => database.alter.refuse("log", "op", "poison"),
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "account:1": { op: "put" } }, { appended: "1717243200000-7" });
        await refused(lane.commit({ "account:1": { op: "poison" } }, { appended: "1717243200000-8" }), "data");
        await lane.commit({ "account:2": { op: "no" } }, { appended: "1717243200000-9", trial: true });
        await lane.session.probe();
        const next = await bench.lane();
        assert.is(next.found.appended, "1717243200000-7");
        await next.commit({}, { appended: "1717243200001-0" });
        assert.is((await bench.lane()).found.appended, "1717243200001-0");
        assert.equal(await bench.rows("log"), ["1 | 2024-06-01 12:00:00 | put | ∅"]);
      },
    },
    {
      name: "of a batch with a bad row the others are appended once",
      jobs: LOG,
      before: (database) => database.alter.refuse("log", "op", "poison"),
      run: async (bench) => {
        const lane = await bench.lane();
        const keys = Array.from({ length: 40 }, (_, id): [string, object] => [
          `account:${id}`,
          { op: id === 23 ? "poison" : "put" },
        ]);
        const { done, refused: bad } = await lane.settle(Object.fromEntries(keys));
        assert.equal([done.length, bad.map(({ item }) => item.key)], [39, ["account:23"]]);
        assert.is((await bench.rows("log")).length, 39);
      },
    },
    {
      name: "a version is added where a column differs, and ends the one before at the same instant",
      jobs: PRICES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "price:a": { price: "1.50" }, "price:b": { price: "9" } });
        assert.equal(await lane.commit({ "price:a": { price: "1.5" } }), {
          kind: "committed",
          seq: 2n,
          upserted: 0,
          removed: 0,
        });
        await lane.commit({ "price:a": { price: "2" } });
        await lane.commit({ "price:a": { price: "2", note: "x" } });
        const versions = (await bench.cells("prices")).filter(([sku]) => sku === "a");
        const inTime = [...versions].sort(([, , , one], [, , , other]) => (String(one) < String(other) ? -1 : 1));
        assert.equal(
          inTime.map(([, price, note, , , current]) => [price, note, current]),
          [
            ["1.5", null, "false"],
            ["2", null, "false"],
            ["2", "x", "true"],
          ],
        );
        assert.equal(
          inTime.map(([, , , , to]) => to),
          [...inTime.slice(1).map(([, , , from]) => from), null],
        );
      },
    },
    {
      name: "versions that follow one another at once have times of their own",
      jobs: PRICES,
      run: async (bench) => {
        const lane = await bench.lane();
        for (let price = 0; price < 12; price++) await lane.commit({ "price:a": { price } });
        const versions = await bench.cells("prices");
        assert.is(versions.length, 12);
        assert.is(new Set(versions.map(([, , , from]) => from)).size, 12);
        const wrong = versions.filter(([, , , from, to]) => to !== null && String(from) >= String(to));
        assert.equal(wrong, []);
      },
    },
    {
      name: "a key that is gone ends its version; when it is back it begins a new one",
      jobs: PRICES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "price:a": { price: 1 } });
        await lane.commit({ "price:a": null });
        await lane.commit({ "price:a": null });
        const closed = await bench.cells("prices");
        assert.equal(
          closed.map(([sku, price, , , to, current]) => [sku, price, to === null, current]),
          [["a", "1", false, "false"]],
        );
        await lane.commit({ "price:a": { price: 1 } });
        assert.equal((await bench.cells("prices")).map(([, , , , , current]) => current).sort(), ["false", "true"]);
      },
    },
    {
      name: "the times of versions are the target's clock, not the change's",
      jobs: PRICES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "price:a": { price: 1 } }, { at: NOON });
        const [[, , , from = null] = []] = await bench.cells("prices");
        const apart = Math.abs(Date.parse(`${String(from).replace(" ", "T")}Z`) - Date.now());
        assert.ok(apart < 600_000, `${from}`);
      },
    },
    {
      name: "a soft delete marks the row once, and the key's return takes the mark away",
      jobs: NOTES,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "note:1": { title: "a" }, "note:2": { title: "b" } });
        const result = await lane.commit({ "note:1": null }, { at: later(60) });
        assert.equal(result, { kind: "committed", seq: 2n, upserted: 0, removed: 1 });
        await lane.commit({ "note:1": null }, { at: later(120) });
        assert.equal(await bench.rows("notes"), ["1 | a | gone | 2024-06-01 12:01:00", "2 | b | live | ∅"]);
        await lane.commit({ "note:1": { title: "c" } });
        assert.equal(await bench.rows("notes"), ["1 | c | live | ∅", "2 | b | live | ∅"]);
      },
    },
    {
      name: "rows that are kept stay as they were",
      jobs: `
job kept {
  from hash "kept:{id:int}"
  where state is not "off"
  into db.kept key (id) { id: int = @id, state: varchar(9) } on delete keep
}`,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "kept:1": { state: "on" }, "kept:2": { state: "on" } });
        await lane.commit({ "kept:1": null, "kept:2": { state: "off" }, "kept:3": { state: "on" } });
        assert.equal(await bench.rows("kept"), ["1 | on", "2 | on", "3 | on"]);
      },
    },
    {
      name: "a row whose key has expired is kept, one whose key was deleted before goes",
      jobs: SESSIONS,
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "session:1": { name: "a" }, "session:2": { name: "b" } }, { expires: later(60) });
        await lane.commit({ "session:3": { name: "c" } });
        await lane.commit({ "session:1": null }, { at: later(30) });
        await lane.commit({ "session:2": null, "session:3": null }, { at: later(90) });
        assert.equal(await bench.rows("sessions"), ["2 | b | 2024-06-01 12:01:00"]);
      },
    },
    {
      name: "a gap is noted beside the checkpoint",
      jobs: LOG,
      run: async (bench) => {
        const sink = await bench.sink();
        await sink.recordGap({ project: "kit", route: "log.db", lane: 3, cause: "overflow" });
        await sink.recordGap({ project: "kit", route: "log.db", lane: undefined, cause: "keyspace_replaced" });
        const found = await bench.database.rows("SELECT project, route, lane, cause FROM rdi_gaps ORDER BY cause");
        assert.equal(found, [
          ["kit", "log.db", null, "keyspace_replaced"],
          ["kit", "log.db", "3", "overflow"],
        ]);
        const [[when = null] = []] = await bench.database.rows(
          "SELECT count(*) FROM rdi_gaps WHERE noticed_at IS NULL",
        );
        assert.is(when, "0");
      },
    },
  ],
};
