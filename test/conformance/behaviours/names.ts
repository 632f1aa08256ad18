import * as assert from "uvu/assert";
import type { Topic } from "../behaviour.ts";

const ODD = [
  "select",
  "Mixed Case",
  'quo"te',
  "apo'strophe",
  "semi;colon",
  "br]ack[et",
  "$1",
  "qu?stion",
  ":named",
  "@at",
  "%s",
  "über",
  "per.iod",
  "--",
  "order",
];

const written = ODD.map((name) => `    \`${name}\`: varchar(20) = a`).join("\n");

export const names: Topic = {
  topic: "names",
  behaviours: [
    {
      name: "names that need quotes are written, compared, moved and removed",
      jobs: `
job odd {
  from hash "odd:{id:int}"
  into db.\`Group by "x"\` key (\`Primary Key\`) {
    \`Primary Key\`: varchar(20) = k
    \`the owner\`: int = @id
${written}
  }
}`,
      needs: ["names as they are written"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "odd:1": { k: "x", a: "1" }, "odd:2": { k: "y", a: "2" } });
        await lane.commit({ "odd:1": { k: "x", a: "3" } });
        await lane.commit({ "odd:1": { k: "z", a: "3" }, "odd:2": null });
        assert.equal(await bench.cells('Group by "x"'), [["z", "1", ...ODD.map(() => "3")]]);
      },
    },
    {
      name: "tables and columns that differ in case alone are told apart, or refused before anything runs",
      jobs: `
job one { from hash "one:{id:int}" into db.Things key (Id) { Id: int = @id, Name: varchar(20) } }`,
      needs: ["names as they are written"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "one:1": { Name: "a" } });
        assert.equal(await bench.rows("Things"), ["1 | a"]);
      },
    },
    {
      name: "values are never read as SQL",
      jobs: `
job texts { from hash "text:{id}" into db.texts key (id) { id: varchar(60) = @id, body: varchar(200) } }`,
      needs: ["texts with escapes"],
      run: async (bench) => {
        const lane = await bench.lane();
        const evil = [
          "'; DROP TABLE texts; --",
          "\\'; DELETE FROM texts; --",
          '"',
          "`",
          "$1",
          "?",
          "%",
          "{a,b}",
          "\\",
          "\\\\n",
          "/*",
          "]]",
          "${x}",
          "0x41",
          "N'x'",
        ];
        const keys = evil.map((body, at): [string, object] => [`text:${at}${body.replaceAll(":", "")}`, { body }]);
        await lane.commit(Object.fromEntries(keys));
        const found = (await bench.cells("texts")).map(([, body]) => body);
        assert.equal([...found].sort(), [...evil].sort());
        await lane.commit(Object.fromEntries(keys.map(([key]) => [key, null])));
        assert.equal(await bench.rows("texts"), []);
      },
    },
    {
      name: "a schema of its own holds the tables and the checkpoint",
      jobs: `
job items { from hash "item:{id:int}" into db.items key (id) { id: int = @id, name: varchar(20) } }`,
      settings: 'schema: "The Shop"',
      needs: ["schemas"],
      run: async (bench) => {
        const lane = await bench.lane();
        await lane.commit({ "item:1": { name: "a" } });
        assert.equal(await bench.rows("items"), ["1 | a"]);
        const checkpoint = `${bench.target.quote("The Shop")}.${bench.target.quote("rdi_checkpoint")}`;
        assert.equal(await bench.database.rows(`SELECT seq FROM ${checkpoint}`), [["1"]]);
      },
    },
  ],
};
