/** samples/orders: one document, three tables; strings that hold JSON, and RedisJSON where there is a module. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { knownRedisModule } from "../setup/servers.mjs";
import { moduleTest } from "../support/module-test.ts";
import { random, type Random } from "../support/random.ts";
import { burstAndCrash, burstsUntil, codesOf, startSample, type Sample, type Step } from "../support/sample.ts";
import { ORDERS } from "./expectations/orders.ts";

const uuid = (no: number): string => `6f1c0a3e-0000-4000-8000-${String(no).padStart(12, "0")}`;
const key = (no: number): string => `order:${uuid(no)}`;

const sample = await startSample("orders", ORDERS);
const { redis } = sample;
test.after(() => sample.close());

test("the seed becomes orders, shipments and parcels, and every digit arrives", async () => {
  assert.equal(codesOf(await sample.settled()), { [key(4)]: "RDI5011", [key(5)]: "RDI5023" });
  const orders = await sample.rows("orders.orders", "id");
  assert.equal(
    orders.map(({ raw: _, ...row }) => row),
    [
      { id: uuid(1), customer_id: "9007199254740993", skus: "tea, pot", total: "20.49", rate: "0.123456789012345678" },
      { id: uuid(2), customer_id: "7", skus: "", total: "0.00", rate: "1.000000000000000000" },
    ],
  );
  assert.match(orders[0]?.["raw"] ?? "", /9007199254740993.*0\.123456789012345678/);
  assert.equal(await sample.rows("orders.shipments", "order_id, shipment_no"), [
    { order_id: uuid(1), shipment_no: "1", carrier: "DHL", kg: "1.750" },
    { order_id: uuid(1), shipment_no: "2", carrier: "NONE", kg: "0.000" },
    { order_id: uuid(2), shipment_no: "1", carrier: "UPS", kg: "5.125" },
  ]);
  assert.equal(await sample.rows("orders.parcels", "order_id, parcel_no"), [
    { order_id: uuid(1), shipment_no: "1", parcel_no: "1", kg: "0.500", last_seen: "Lille" },
    { order_id: uuid(1), shipment_no: "1", parcel_no: "2", kg: "1.250", last_seen: null },
    { order_id: uuid(2), shipment_no: "1", parcel_no: "2", kg: "3.125", last_seen: null },
  ]);
});

test("a parcel that does not fit leaves the rows of its order in all three tables as they are", async () => {
  const before = [await sample.rows("orders.orders", "id"), await sample.rows("orders.parcels", "order_id, parcel_no")];
  await redis.set(key(1), '{"customer":{"id":1},"shipments":[{"parcels":[{"kg":1},{"kg":"heavy"}]}]}');
  assert.is(codesOf(await sample.settled())[key(1)], "RDI5010");
  await redis.set(key(2), '{"customer":{"id":1},"shipments":[{"parcels":[{"kg":null}]}]}');
  assert.is(codesOf(await sample.settled())[key(2)], "RDI5012");
  const after = [await sample.rows("orders.orders", "id"), await sample.rows("orders.parcels", "order_id, parcel_no")];
  assert.equal(after, before);
  await redis.del(key(1), key(2), key(4), key(5));
  const { rows, rejected } = await sample.settled();
  assert.equal([rows, rejected.size], [0, 0]);
});

test("after a burst of documents that grow and shrink, and a kill -9 in its middle, three tables are as they say", () =>
  survives(sample, { fill: FILL, other: OTHER }));

moduleTest("the same with RedisJSON documents, changed by their paths", async () => {
  const modules = [knownRedisModule() ?? ""];
  const documents = await startSample("orders", ORDERS, { redis: { modules } });
  try {
    await documents.settled();
    await survives(documents, { fill: JSON_FILL, other: [...OTHER, ...JSON_OTHER] });
  } finally {
    await documents.close();
  }
});

async function survives(sample: Sample, steps: Readonly<Record<"fill" | "other", readonly Step[]>>): Promise<void> {
  const { rows } = await burstsUntil(10, async () => {
    await burstAndCrash(sample, random(), { ...steps, changes: 1000 });
    return sample.settled();
  });
  assert.ok(rows > 10, `only ${rows} rows`);
  await sample.stop();
}

const order = (dice: Random): string => key(dice.int(1, 25));
const rarely = <Value>(dice: Random, value: Value, instead: Value): Value => (dice.chance(0.004) ? instead : value);
const money = (dice: Random): string => (dice.int(0, 99_999) / 100).toFixed(2);
const listOf = (dice: Random, most: number, element: () => string): string =>
  `[${Array.from({ length: dice.int(0, most) }, element).join(",")}]`;

/** Text, since JSON.stringify knows no number of so many digits. */
function document(dice: Random): string {
  if (dice.chance(0.02)) return dice.pick(["", "null", "[]", '{"customer":', '{"customer":{"id":1},"items":{}}']);
  const id = dice.pick(["7", '"8"', "9007199254740993", "-9223372036854775808", rarely(dice, "1e2", "1.5")]);
  const status = dice.pick(["", '"status":"paid",', '"status":null,', '"status":"draft",']);
  const rate = dice.pick(["", '"rate":0.123456789012345678,', '"rate":"1.10",', rarely(dice, "", '"rate":1e9,')]);
  const items = listOf(dice, 4, () => item(dice));
  const shipments = listOf(dice, 3, () => shipment(dice));
  return `{${status}${rate}"customer":{"id":${id}},"items":${items},"shipments":${dice.pick([shipments, shipments, "null"])}}`;
}

function item(dice: Random): string {
  const price = rarely(dice, money(dice), "0.001");
  return `{"sku":"${dice.pick(["tea", "pot", "Tasse à thé", '\\"\\\\\\u00e9'])}","price":${price},"qty":${dice.int(1, 4)}}`;
}

function shipment(dice: Random): string {
  const parcels = listOf(dice, 4, () => parcel(dice));
  return dice.chance(0.8) ? `{"carrier":"${dice.pick(["dhl", "ups", "straße"])}","parcels":${parcels}}` : "{}";
}

function parcel(dice: Random): string {
  const kg = rarely(dice, (dice.int(1, 30_000) / 1000).toFixed(3), '"heavy"');
  const stops = listOf(dice, 2, () => `{"city":"${dice.pick(["Bonn", "Lille", "京都"])}"}`);
  return `{"kg":${kg},"stops":${stops}${dice.chance(0.1) ? ',"state":"void"' : ""}}`;
}

const FILL: readonly Step[] = [(to, dice) => to.set(order(dice), document(dice))];

const OTHER: readonly Step[] = [
  (to, dice) => to.set(order(dice), document(dice), "PX", dice.int(1, 400)),
  (to, dice) => to.setnx(order(dice), document(dice)),
  (to, dice) => to.getset(order(dice), document(dice)),
  (to, dice) => to.mset(order(dice), document(dice), order(dice), document(dice)),
  (to, dice) => to.append(order(dice), dice.pick([" ", " ", "\n", "x"])),
  (to, dice) => to.getdel(order(dice)),
  (to, dice) => to.getex(order(dice), "PX", 200),
  (to, dice) => to.rename(order(dice), order(dice)),
  (to, dice) => to.copy(order(dice), order(dice), "REPLACE"),
  (to, dice) => to.pexpire(order(dice), dice.int(1, 400)),
  (to, dice) => to.del(order(dice)),
  (to, dice) => to.unlink(order(dice)),
  (to, dice) => to.del(order(dice)).hset(order(dice), "another", "kind"),
];

const JSON_FILL: readonly Step[] = [
  (to, dice) => to.call("JSON.SET", order(dice), "$", document(dice)),
  (to, dice) =>
    to.call(
      "JSON.SET",
      order(dice),
      "$.items",
      listOf(dice, 4, () => item(dice)),
    ),
  (to, dice) => to.call("JSON.ARRAPPEND", order(dice), "$.shipments", shipment(dice)),
  (to, dice) => to.call("JSON.ARRAPPEND", order(dice), "$.shipments[0].parcels", parcel(dice)),
];

const JSON_OTHER: readonly Step[] = [
  (to, dice) => to.call("JSON.NUMINCRBY", order(dice), "$.items[*].qty", dice.int(1, 3)),
  (to, dice) => to.call("JSON.NUMINCRBY", order(dice), "$.customer.id", 1),
  (to, dice) => to.call("JSON.ARRPOP", order(dice), "$.shipments[0].parcels"),
  (to, dice) => to.call("JSON.ARRTRIM", order(dice), "$.shipments", 0, 0),
  (to, dice) => to.call("JSON.ARRINSERT", order(dice), "$.items", 0, item(dice)),
  (to, dice) =>
    to.call("JSON.DEL", order(dice), dice.pick(["$.shipments[0]", "$.rate", "$.items[0]", "$.status", "$"])),
  (to, dice) => to.call("JSON.CLEAR", order(dice), "$.shipments"),
  (to, dice) => to.call("JSON.MERGE", order(dice), "$", `{"rate":${dice.pick(["null", "2.5"])}}`),
  (to, dice) => to.call("JSON.MSET", order(dice), "$", document(dice), order(dice), "$", document(dice)),
];

test.run();
