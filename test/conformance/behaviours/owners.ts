import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";
import { notStarted } from "../expect.ts";

const TAGS = `
job tags {
  from hash "tag:{name}"
  into db.tags key (name) { name: varchar(60) = @name, n: int }
}`;

const SPELLINGS = ["A", "a", "a ", "á", "a\u0301", "ß", "ss", "SS", "ﬁ", "fi", "I", "ı", "i", "İ", "\u200bi"];

function numbered(names: readonly string[], add = 0): Readonly<Record<string, object>> {
  return Object.fromEntries(names.map((name, at) => [`tag:${name}`, { n: at + add }]));
}

function sorted(rows: readonly (readonly (string | null)[])[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

export const owners: Topic = {
  topic: "owners",
  behaviours: [
    {
      name: "owners that differ in case, accents, ligatures or spaces at the end have a row each",
      jobs: TAGS,
      needs: ["keys that end with a blank"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit(numbered(SPELLINGS));
        await lane.commit(numbered(SPELLINGS, 100));
        const expected = SPELLINGS.map((name, at) => [name, String(at + 100)]);
        assert.equal(sorted(await bench.cells("tags")), sorted(expected));
      },
    },
    {
      name: "each of them goes by itself",
      jobs: TAGS,
      needs: ["keys that end with a blank"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit(numbered(SPELLINGS));
        for (const name of ["a", "SS", "fi", "i"]) await lane.commit({ [`tag:${name}`]: null });
        const left = (await bench.cells("tags")).map(([name = null]) => [name]);
        const expected = SPELLINGS.filter((name) => !["a", "SS", "fi", "i"].includes(name)).map((name) => [name]);
        assert.equal(sorted(left), sorted(expected));
      },
    },
    {
      name: "each of them is a page's owner, and its key is told from it",
      jobs: TAGS,
      needs: ["keys that end with a blank"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit(numbered(SPELLINGS));
        const sink = await bench.sink();
        const [table] = bench.tables();
        const found: string[] = [];
        let after: readonly (string | null)[] | undefined;
        for (let page = 0; page < 20 && table?.owners !== undefined; page++) {
          const rows = await sink.pageOwners(table.owners, after, 4);
          after = rows.at(-1);
          for (const row of rows) found.push(table.owners.keyOf(row) ?? "no key");
          if (rows.length < 4) break;
        }
        const expected = SPELLINGS.map((name) => Buffer.from(`tag:${name}`).toString("latin1"));
        assert.equal(found.sort(), expected.sort());
      },
    },
    {
      name: "a key column with a collation that ignores case is refused at the start",
      jobs: TAGS,
      needs: ["collations that ignore case"],
      before: (database) => database.alter.ignoreCase("tags", "name"),
      run: async (bench) => {
        const error = await notStarted(bench.start(), "RDI5008");
        assert.match(error.message, /name/);
      },
    },
    {
      name: "a column that is no key may ignore case, and a change of case alone is written there",
      jobs: `
job people {
  from hash "person:{id:int}"
  into db.people key (id) { id: int = @id, name: varchar(40) }
}`,
      needs: ["collations that ignore case"],
      before: (database) => database.alter.ignoreCase("people", "name"),
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "person:1": { name: "ada" } });
        await lane.commit({ "person:1": { name: "Ada" } });
        assert.equal(await bench.rows("people"), ["1 | Ada"]);
      },
    },
    {
      name: "owners of several types are found again",
      jobs: `
job facts {
  from hash "fact:{day:date}:{unit:uuid}:{n:bigint}:{tag}"
  into db.facts key (day, unit, n, tag) {
    day: date = @day, unit: uuid = @unit, n: bigint = @n, tag: varchar(20) = @tag, note: varchar(20)
  }
}`,
      run: async (bench) => {
        const lane = await bench.lane();
        const key = (n: string, tag: string): string =>
          `fact:2024-02-29:0e37df36-f698-11e6-8dd4-cb9ced3df976:${n}:${tag}`;
        const keys = [key("-9223372036854775808", "x"), key("9223372036854775807", "x"), key("9007199254740993", "y")];
        await lane.commit(Object.fromEntries(keys.map((one) => [one, { note: "n" }])));
        await lane.commit({ [key("9223372036854775807", "x")]: null, [key("9007199254740992", "y")]: null });
        const day = "2024-02-29 | 0e37df36-f698-11e6-8dd4-cb9ced3df976";
        assert.equal(await bench.rows("facts"), [
          `${day} | -9223372036854775808 | x | n`,
          `${day} | 9007199254740993 | y | n`,
        ]);
      },
    },
    {
      name: "a constant in the key keeps two jobs of one table apart",
      jobs: `
job homes { from hash "home:{id:int}" into db.phones key (id, kind) { id: int = @id, kind: varchar(9) = "home", no: varchar(20) } }
job works { from hash "work:{id:int}" into db.phones key (id, kind) { id: int = @id, kind: varchar(9) = "work", no: varchar(20) } }`,
      run: async (bench) => {
        const homes = await bench.lane({ job: "homes" });
        const works = await bench.lane({ job: "works" });
        await homes.commit({ "home:1": { no: "1" }, "home:2": { no: "2" } });
        await works.commit({ "work:1": { no: "11" } });
        await homes.commit({ "home:1": null });
        assert.equal(await bench.rows("phones"), ["1 | work | 11", "2 | home | 2"]);
      },
    },
    {
      name: "a key of the type text may be long; where an index can't hold it, that is a fault of data",
      jobs: `job pages { from hash "page:{path:any}" into db.pages key (path) { path: text = @path, n: int } }`,
      needs: ["keys of unbounded text"],
      run: async (bench) => {
        const lane = await bench.lane();
        // Letters without a pattern, so that nothing is compressed.
        const long = Array.from({ length: 20_000 }, (_, at) =>
          ((at * at * 7919 + at * 104_729) % 36).toString(36),
        ).join("");
        const short = long.slice(0, 900);
        const { done, parked } = await lane.settle({ [`page:${short}`]: { n: 1 }, [`page:${long}`]: { n: 2 } });
        assert.is(parked.length, 0);
        const expected = done.length === 2 ? [long, short] : [short];
        assert.equal((await bench.cells("pages")).map(([path]) => path).sort(), expected.sort());
      },
    },
  ],
};
