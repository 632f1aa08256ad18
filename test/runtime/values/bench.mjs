// Prints what decoding and storing one value costs, in ns. Run: node --import tsx test/runtime/values/bench.mjs
// It asserts nothing: times depend on the machine and on what else runs there.
import * as values from "../../../runtime/values/index.ts";

const ROUNDS = 100_000;
const site = values.sites("bench.rdi", { column: 1 }).column;
const many = (make) => Array.from({ length: 16 }, (_, index) => make(index));
const bytes = (make) => many((index) => Buffer.from(make(index)));

const texts = bytes((index) => `Ada Lovelace ${index}`);
const wide = bytes((index) => `Zoë 🦊 Łukasz ${index}`);
const ints = bytes((index) => String(123_456 + index * 7919));
const bigints = bytes((index) => String(9_007_199_254_740_000n + BigInt(index)));
const money = bytes((index) => (1234.56 + index * 17.31).toFixed(2));
const longNumerics = bytes((index) => `12345678901234567890.12345678901${index}`);
const instants = bytes((index) => `2024-01-31T12:30:${10 + index}.123456Z`);
const uuids = bytes((index) => `0e4f4a1c-53b5-4c27-9b1e-5a1f0c9d7e${10 + index}`);
const booleans = bytes((index) => (index % 2 === 0 ? "true" : "0"));
const doubles = bytes((index) => String(Math.PI * (index + 1)));
const exacts = many((index) => values.exact(`${1234.5 + index}`));
const millis = many((index) => values.exact(`${1_700_000_000_123 + index}`));
const moments = many((index) => values.fromMillis(millis[index], site));
const amsterdam = values.zone("Europe/Amsterdam");
const european = values.timeFormat("dd.MM.yyyy HH:mm");
const europeans = many((index) => `31.01.2024 12:${10 + index}`);
const order = JSON.stringify({
  id: "0e4f4a1c-53b5-4c27-9b1e-5a1f0c9d7e10",
  customer: { id: 12345, name: "Zoë Lovelace", address: { street: "12 Main Street", zip: "8001" } },
  note: 'He said "hi"\nand left',
  items: many((index) => ({
    sku: `SKU-${index}`,
    title: `Product number ${index}`,
    qty: index,
    price: 12.34,
    gift: null,
    tags: ["new"],
  })),
});
const documents = bytes(() => order);
const documentsRead = many(() => values.parseJson(documents[0], site));

let sink;
const measured = {
  "decodeText, 14 bytes ASCII": (i) => values.decodeText(texts[i], site),
  "decodeText, 20 bytes UTF-8": (i) => values.decodeText(wide[i], site),
  "decodeVarchar(120)": (i) => values.decodeVarchar(texts[i], 120, site),
  decodeInt: (i) => values.decodeInt(ints[i], site),
  "decodeBigint, 16 digits": (i) => values.decodeBigint(bigints[i], site),
  "decodeNumeric(12,2)": (i) => values.decodeNumeric(money[i], 12, 2, site),
  "decodeExact, 32 digits": (i) => values.decodeExact(longNumerics[i], site),
  decodeDouble: (i) => values.decodeDouble(doubles[i], site),
  decodeBoolean: (i) => values.decodeBoolean(booleans[i], site),
  decodeUuid: (i) => values.decodeUuid(uuids[i], site),
  decodeTimestamptz: (i) => values.decodeTimestamptz(instants[i], site),
  "add (exact)": (i) => values.add(exacts[i], exacts[15 - i]),
  "multiply (exact)": (i) => values.multiply(exacts[i], exacts[15 - i]),
  "divide (exact)": (i) => values.divide(exacts[i], exacts[15 - i], site),
  "toNumeric(12,2)": (i) => values.toNumeric(exacts[i], 12, 2, site),
  textOfExact: (i) => values.textOfExact(exacts[i]),
  fromMillis: (i) => values.fromMillis(millis[i], site),
  formatInstant: (i) => values.formatInstant(moments[i]),
  "dateOf a zone": (i) => values.dateOf(moments[i], amsterdam),
  "timeOf a zone": (i) => values.timeOf(moments[i], amsterdam),
  "startOf a month": (i) => values.startOf(moments[i], "month", amsterdam),
  "startOf an hour": (i) => values.startOf(moments[i], "hour", amsterdam),
  "extract the hour": (i) => values.extract("hour", moments[i], amsterdam),
  parseTime: (i) => values.parseTime(europeans[i], european, amsterdam, site),
  printTime: (i) => values.printTime(moments[i], european, amsterdam),
  toSeconds: (i) => values.toSeconds(moments[i]),
  [`JSON.parse, ${order.length} characters`]: (i) => JSON.parse(documents[i].toString()),
  parseJson: (i) => values.parseJson(documents[i], site),
  jsonText: (i) => values.jsonText(documentsRead[i]),
  "path, 2 steps, decodeNumeric": (i) =>
    values.decodeNumeric(values.path(documentsRead[i], "customer", "id"), 12, 2, site),
  "attempt of a rejected int": (i) => values.attempt(() => values.decodeInt(texts[i], site)),
};

for (const [name, run] of Object.entries(measured)) {
  for (let round = 0; round < ROUNDS / 4; round++) sink = run(round & 15);
  const start = process.hrtime.bigint();
  for (let round = 0; round < ROUNDS; round++) sink = run(round & 15);
  const nanos = Number(process.hrtime.bigint() - start) / ROUNDS;
  process.stdout.write(`${name.padEnd(30)} ${nanos.toFixed(0).padStart(6)} ns\n`);
}
if (sink === undefined) process.exitCode = 1;
