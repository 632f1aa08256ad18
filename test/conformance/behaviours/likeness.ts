import * as assert from "uvu/assert";
import type { Behaviour, Topic } from "../behaviour.ts";

interface Alike {
  readonly type: string;
  readonly expression: string;
  /** Two values that a database's `=` may call equal. */
  readonly pairs: readonly (readonly [string, string])[];
}

const ALIKE: readonly Alike[] = [
  {
    type: "varchar(20)",
    expression: "v",
    pairs: [
      ["a", "A"],
      ["a", "a "],
      ["", " "],
      ["é", "e\u0301"],
      ["a", "ä"],
      ["ß", "ss"],
      ["x", "x\u200b"],
      ["1", "1.0"],
    ],
  },
  {
    type: "text",
    expression: "v",
    pairs: [
      ["a", "A"],
      ["a", "a "],
      ["é", "e\u0301"],
    ],
  },
  {
    type: "double",
    expression: "v",
    pairs: [
      ["0", "-0"],
      ["0.1", "0.10000000000000002"],
    ],
  },
  { type: "real", expression: "v", pairs: [["0", "-0"]] },
  {
    type: "json",
    expression: "parse_json(v)",
    pairs: [
      ["1", "1.0"],
      ['{"a":1}', '{"a":1.0}'],
      ['"a"', '"A"'],
      ["null", '"null"'],
    ],
  },
  {
    type: "bytes",
    expression: "hex_decode(v)",
    pairs: [
      ["61", "41"],
      ["61", "6100"],
      ["", "20"],
    ],
  },
];

/** What is there after a change must be what a new row has. */
function changed({ type, expression, pairs }: Alike): Behaviour {
  return {
    name: `values of the type ${type} that look alike are told apart: a change from one to the other is written`,
    needs: type === "json" ? ["texts with escapes"] : [],
    jobs: `job samples { from hash "v:{id:int}" into db.samples key (id) { id: int = @id, v: ${type} = ${expression} } }`,
    run: async (bench) => {
      const lane = await bench.lane();
      for (const pair of [...pairs, ...pairs.map(([one, other]) => [other, one] as const)]) {
        await lane.commit({ "v:1": { v: pair[0] }, "v:2": null });
        await lane.commit({ "v:1": { v: pair[1] }, "v:2": { v: pair[1] } });
        const cells = (await bench.cells("samples")).map(([, cell]) => cell);
        assert.is(cells[0], cells[1], JSON.stringify(pair));
      }
    },
  };
}

function versioned({ type, expression, pairs }: Alike): Behaviour {
  return {
    name: `a change between two values of the type ${type} that look alike is a version, where they are stored apart`,
    needs: type === "json" ? ["texts with escapes"] : [],
    jobs: `
job samples {
  from hash "v:{id:int}"
  history into db.samples key (id) period (since, until) { id: int = @id, v: ${type} = ${expression} }
}`,
    run: async (bench) => {
      const lane = await bench.lane();
      for (const [at, [one, other]] of pairs.entries()) {
        await lane.commit({ [`v:${2 * at}`]: { v: one }, [`v:${2 * at + 1}`]: { v: other } });
        await lane.commit({ [`v:${2 * at}`]: { v: other }, [`v:${2 * at + 1}`]: { v: other } });
      }
      const rows = await bench.cells("samples");
      const valuesOf = (id: number): readonly (string | null | undefined)[] =>
        rows.filter(([owner]) => owner === String(id)).map(([, cell]) => cell);
      for (const [at, pair] of pairs.entries()) {
        const stored = new Set(valuesOf(2 * at));
        assert.is(valuesOf(2 * at + 1).length, 1, `an equal value made a version: ${JSON.stringify(pair)}`);
        assert.is(valuesOf(2 * at).length, stored.size, `versions are equal: ${JSON.stringify(pair)}`);
        assert.ok(stored.has(valuesOf(2 * at + 1)[0]), `the change was not written: ${JSON.stringify(pair)}`);
      }
    },
  };
}

export const likeness: Topic = {
  topic: "values that look alike",
  behaviours: [...ALIKE.map(changed), ...ALIKE.map(versioned)],
};
