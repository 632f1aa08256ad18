import * as assert from "uvu/assert";
import { SinkError } from "../../../runtime/sinks/sink.ts";
import type { Behaviour, Topic } from "../behaviour.ts";
import type { Bench } from "../bench.ts";
import type { Keys, Lane } from "../lane.ts";
import type { ProbeName } from "../probes.ts";
import { NUMBERS, UNBOUNDED } from "../values/number-samples.ts";
import { TEXTS } from "../values/text-samples.ts";
import { TIMES } from "../values/time-samples.ts";
import { labelOf, type Sample, type TypeSamples } from "../values/type-samples.ts";

interface Placed {
  readonly key: string;
  readonly id: string;
  readonly sample: Sample;
}

function ofType(samples: TypeSamples): Behaviour {
  const { type, expression } = samples;
  return {
    name: `${type} is stored to the letter or refused, whatever the value`,
    needs: NEEDS[type] ?? [],
    jobs: `
job samples {
  from hash "v:{id:int}"
  into db.samples key (id) { id: int = @id, v: ${type} = ${expression ?? "v"} }
}`,
    run: async (bench) => {
      const lane = await bench.lane();
      const placed = [...samples.stored, ...samples.edges].map((sample, id): Placed => ({
        key: `v:${id}`,
        id: String(id),
        sample,
      }));
      const outcomes = await writeEach(lane, placed);
      const refusedOnes = placed.filter(
        ({ sample }) => samples.stored.includes(sample) && outcomes.get(sample) !== "stored",
      );
      assert.equal(
        refusedOnes.map(({ sample }) => [labelOf(sample), outcomes.get(sample)]),
        [],
      );
      const stored = placed.filter(({ sample }) => outcomes.get(sample) === "stored");
      const cells = await isStored(bench, stored);
      await isEqual(bench, lane, stored);
      await changes(bench, lane, stored);
      await rejects(lane, samples);
      bench.note({
        type,
        column: columnType(bench.project.ddl),
        edges: samples.edges.map((sample) => {
          const cell = cells.get(sample);
          const outcome =
            cell === undefined || cell === sample.text ? (outcomes.get(sample) ?? "") : `stored as ${cell}`;
          return { value: labelOf(sample), outcome };
        }),
      });
    },
  };
}

/** One by one, so that each may be refused by itself. */
async function writeEach(lane: Lane, placed: readonly Placed[]): Promise<ReadonlyMap<Sample, string>> {
  const outcomes = new Map<Sample, string>();
  for (const one of placed) outcomes.set(one.sample, await written(lane, keysOf([one])));
  return outcomes;
}

async function written(lane: Lane, keys: Keys): Promise<string> {
  const [rejected] = (await lane.map(keys)).rejected;
  if (rejected !== undefined) return rejected.rejection.code;
  try {
    return (await lane.commit(keys)).kind === "committed" ? "stored" : "collided";
  } catch (error) {
    if (!(error instanceof SinkError)) throw error;
    assert.is(error.class, "data", `${error.serverCode} ${error.message}`);
    return error.serverCode;
  }
}

function keysOf(placed: readonly Placed[]): Keys {
  return Object.fromEntries(placed.map(({ key, sample }) => [key, { v: sample.written }]));
}

/** Returns what is in the cells. */
async function isStored(bench: Bench, placed: readonly Placed[]): Promise<ReadonlyMap<Sample, string | null>> {
  const found = new Map((await bench.cells("samples")).map(([id = null, cell = null]) => [id, cell]));
  for (const { id, sample } of placed) {
    const cell = found.get(id) ?? null;
    if (cell === sample.text || (sample.or !== undefined && cell === sample.or)) continue;
    assert.unreachable(`${labelOf(sample)} is stored as ${JSON.stringify(cell)?.slice(0, 100)}`);
  }
  assert.is(found.size, placed.length);
  return new Map(placed.map(({ id, sample }) => [sample, found.get(id) ?? null]));
}

/** To the sink and to verification. */
async function isEqual(bench: Bench, lane: Lane, placed: readonly Placed[]): Promise<void> {
  const again = await lane.commit(keysOf(placed));
  assert.is(again.kind === "committed" && again.upserted, 0, "equal values are written again");
  const [table] = bench.tables();
  const comparer = await (await bench.sink()).compareRows?.(bench.tables());
  if (comparer === undefined || table === undefined) return;
  const rows = (await lane.map(keysOf(placed))).mapped.flatMap((item) => item.rows[0] ?? []);
  assert.equal(await comparer.differing(table, rows), []);
  await comparer.close();
}

/** Each to the next one's value, to null and back, and by a replacement. */
async function changes(bench: Bench, lane: Lane, placed: readonly Placed[]): Promise<void> {
  const turned = placed.map(({ key, id }, at): Placed => {
    return { key, id, sample: placed[(at + 1) % placed.length]?.sample ?? { written: "", text: "" } };
  });
  await lane.commit(keysOf(turned));
  await isStored(bench, turned);
  await lane.commit(Object.fromEntries(placed.map(({ key }) => [key, {}])));
  assert.equal([...new Set((await bench.cells("samples")).map(([, cell]) => cell))], [null]);
  await lane.commit(keysOf(placed));
  await isStored(bench, placed);
  await lane.commit(keysOf(turned), { mode: "replace" });
  await isStored(bench, turned);
}

async function rejects(lane: Lane, { rejected }: TypeSamples): Promise<void> {
  for (const { written: v, code, label = v } of rejected) {
    const found = (await lane.map({ "v:1": { v } })).rejected.map(({ rejection }) => rejection.code);
    assert.is(found.join(), code, label);
  }
}

/** Of the column v, as the statement has it. */
function columnType(ddl: string): string {
  return /^\s*\W?v\W?\s+(\S.*?),?$/m.exec(ddl)?.[1] ?? "";
}

/** What the samples of a type need. */
const NEEDS: Readonly<Record<string, readonly ProbeName[]>> = {
  text: ["texts with escapes"],
  "varchar(20)": ["texts with escapes"],
  "varchar(2000)": ["codes of errors"],
  "char(3)": ["codes of errors"],
  json: ["texts with escapes"],
  bytes: ["bytes as digits"],
};

/** A session must not depend on what a server's sessions begin with. */
function underOddSettings(samples: TypeSamples): Behaviour {
  const { run, needs = [], ...behaviour } = ofType(samples);
  return {
    ...behaviour,
    name: `${samples.type} is stored to the letter or refused, whatever the server's sessions begin with`,
    needs: [...needs, "settings of sessions"],
    before: (database) => database.alter.unusualSettings(),
    run: (bench) => run({ ...bench, note: () => undefined }),
  };
}

const SENSITIVE_TO_SETTINGS = ["double", "real", "varchar(20)", "bytes", "date", "time", "timestamp", "timestamptz"];

export const values: Topic = {
  topic: "values",
  behaviours: [
    ...[...NUMBERS, ...TEXTS, ...TIMES].map(ofType),
    ...[...NUMBERS, ...TEXTS, ...TIMES]
      .filter(({ type }) => SENSITIVE_TO_SETTINGS.includes(type))
      .map(underOddSettings),
    { ...ofType(UNBOUNDED), needs: ["numbers without bounds"] },
  ],
};

/** All that the document tells about. */
export const SAMPLES: readonly TypeSamples[] = [...NUMBERS, UNBOUNDED, ...TEXTS, ...TIMES];
