import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";
import { refused } from "../expect.ts";

const USERS = `
job users {
  from hash "user:{id:int}"
  into db.users key (id) { id: int = @id, email: varchar(60), name: varchar(40) }
}`;

const uniqueEmail = {
  jobs: USERS,
  before: (database) => database.alter.addUnique("users", "email"),
} as const satisfies Pick<Topic["behaviours"][number], "jobs" | "before">;

export const uniqueValues: Topic = {
  topic: "unique values",
  behaviours: [
    {
      ...uniqueEmail,
      name: "a unique value that another key has is a matter of order, and that key's row is not overwritten",
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "user:1": { email: "a@x", name: "Ada" } });
        await refused(lane.commit({ "user:2": { email: "a@x", name: "Eve" } }), "order");
        assert.equal(await bench.rows("users"), ["1 | a@x | Ada"]);
      },
    },
    {
      ...uniqueEmail,
      name: "a new row with its own key and another one's unique value takes the place of neither",
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "user:1": { email: "a@x" }, "user:2": { email: "b@x" } });
        const batch = { "user:1": { email: "b@x" }, "user:3": { email: "c@x" } };
        await refused(lane.commit(batch), "order");
        assert.equal(await bench.rows("users"), ["1 | a@x | ∅", "2 | b@x | ∅"]);
      },
    },
    {
      ...uniqueEmail,
      name: "one unique value twice in a batch is a matter of order",
      run: async (bench) => {
        const lane = await bench.lane();
        await refused(lane.commit({ "user:1": { email: "a@x" }, "user:2": { email: "a@x" } }), "order");
        assert.equal(await bench.rows("users"), []);
      },
    },
    {
      ...uniqueEmail,
      name: "a replacement lets two keys swap a unique value",
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "user:1": { email: "a@x" }, "user:2": { email: "b@x" } });
        const swap = { "user:1": { email: "b@x" }, "user:2": { email: "a@x" } };
        assert.ok((await bench.sink()).canReplace(bench.tables()));
        const result = await lane.commit(swap, { mode: "replace" });
        assert.equal(result, { kind: "committed", seq: 2n, upserted: 2, removed: 2 });
        assert.equal(await bench.rows("users"), ["1 | b@x | ∅", "2 | a@x | ∅"]);
      },
    },
    {
      ...uniqueEmail,
      name: "a worker finds that out by itself",
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "user:1": { email: "a@x" }, "user:2": { email: "b@x" }, "user:3": { email: "c@x" } });
        const swap = { "user:1": { email: "b@x" }, "user:2": { email: "c@x" }, "user:3": { email: "a@x" } };
        const { done, parked, refused: rejected } = await lane.settle(swap);
        assert.equal([done.length, parked.length, rejected.length], [3, 0, 0]);
        assert.equal(await bench.rows("users"), ["1 | b@x | ∅", "2 | c@x | ∅", "3 | a@x | ∅"]);
      },
    },
    {
      ...uniqueEmail,
      name: "a key that wants what a stranger has is parked, with the constraint, and the others are written",
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "user:1": { email: "a@x" } });
        const { done, parked } = await lane.settle({ "user:2": { email: "a@x" }, "user:3": { email: "c@x" } });
        assert.equal(
          [done.map(({ key }) => key), parked.map(({ item, code }) => [item.key, code])],
          [["user:3"], [["user:2", "RDI5030"]]],
        );
        assert.equal(await bench.rows("users"), ["1 | a@x | ∅", "3 | c@x | ∅"]);
      },
    },
    {
      ...uniqueEmail,
      name: "several keys may be without a unique value",
      needs: ["nulls in unique columns"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "user:1": {}, "user:2": {}, "user:3": { email: "a@x" } });
        await lane.commit({ "user:3": {} });
        assert.equal(await bench.rows("users"), ["1 | ∅ | ∅", "2 | ∅ | ∅", "3 | ∅ | ∅"]);
      },
    },
    {
      jobs: USERS,
      name: "a replacement of keys that are gone removes their rows",
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "user:1": { name: "a" }, "user:2": { name: "b" } });
        const result = await lane.commit({ "user:1": null, "user:2": { name: "c" } }, { mode: "replace" });
        assert.equal(result, { kind: "committed", seq: 2n, upserted: 1, removed: 2 });
        assert.equal(await bench.rows("users"), ["2 | ∅ | c"]);
      },
    },
    {
      jobs: `${USERS}
job logins { from hash "login:{id:int}" append into db.logins { id: int = @id, name: varchar(40) } }
job notes { from hash "note:{id:int}" into db.notes key (id) { id: int = @id, gone: boolean = false } on delete set { gone: true } }
job kept { from hash "kept:{id:int}" into db.kept key (id) { id: int = @id, name: varchar(40) } on delete keep }`,
      name: "tables whose rows have a past are not replaced",
      run: async (bench) => {
        const sink = await bench.sink();
        assert.ok(sink.canReplace(bench.tables("users")));
        for (const job of ["logins", "notes", "kept"]) assert.not(sink.canReplace(bench.tables(job)), job);
      },
    },
  ],
};
