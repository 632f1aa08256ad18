import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { setShop, shopIsEqual, type Stage } from "../support/stage.ts";

const shared: { stage?: Stage; worker?: Worker } = {};

/** An undefined field is removed from the hash. */
type Fields = Readonly<Record<string, string | Buffer | undefined>>;

const GOOD = {
  fname: "Ada",
  lname: "Kim",
  email: "a@example.com",
  balance: "1.50",
  created: "1700000000000",
};

/** Each spoils one field; the code says why. */
const SPOILED: readonly {
  readonly what: string;
  readonly fields: Fields;
  readonly code: string;
  readonly says: RegExp;
}[] = [
  {
    what: "a number that does not decode",
    fields: { balance: "a lot" },
    code: "RDI5010",
    says: /balance/,
  },
  {
    what: "too many decimals",
    fields: { balance: "1.505" },
    code: "RDI5011",
    says: /balance/,
  },
  {
    what: "an int beyond its range",
    fields: { orders: "2147483648" },
    code: "RDI5011",
    says: /orders/,
  },
  {
    what: "a null in a NOT NULL column",
    fields: { email: undefined },
    code: "RDI5012",
    says: /email/,
  },
  {
    what: "a varchar that is too long",
    fields: { fname: "x".repeat(120) },
    code: "RDI5013",
    says: /name/,
  },
  {
    what: "invalid UTF-8",
    fields: { region: Buffer.from([0x65, 0xff, 0x75]) },
    code: "RDI5014",
    says: /region/,
  },
  {
    what: "a NUL character",
    fields: { region: "e\u0000u" },
    code: "RDI5015",
    says: /region/,
  },
  {
    what: "a row that the table's check constraint refuses",
    fields: { balance: "-2000" },
    code: "RDI5020",
    says: /balance_covers_credit/,
  },
];

test.before(async () => {
  shared.stage = await setShop();
  shared.worker = await shared.stage.start();
});

test.after(async () => {
  await shared.worker?.stop();
  await shared.stage?.close();
});

SPOILED.forEach(({ what, fields, code, says }, index) => {
  test(`${what}: that key alone is dead-lettered, its neighbours commit, and it is applied once it is good again`, async () => {
    const stage = staged();
    const first = 1000 * (index + 1);
    const guilty = first + 250;
    const key = `customer:${guilty}`;
    await stage.redis.hset(key, GOOD);
    await eventually("the good row is there", async () => (await balanceOf(stage, guilty)) === "1.50");

    const batch = stage.redis.multi();
    for (let id = first; id < first + 500; id++)
      batch.hset(`customer:${id}`, {
        ...GOOD,
        balance: "7.25",
        ...(id === guilty ? written(fields) : {}),
      });
    for (const [field, value] of Object.entries(fields)) if (value === undefined) batch.hdel(key, field);
    await batch.exec();
    const letter = await eventually("it is dead-lettered", async () =>
      (await stage.deadLetters()).find((each) => each.key === key),
    );
    assert.is(letter.code, code);
    assert.match(`${letter.message} ${JSON.stringify(letter)}`, says);
    await eventually("its 499 neighbours commit", async () => {
      const rows = await stage.query(
        `SELECT count(*)::text AS n FROM customers WHERE id >= ${first} AND id < ${first + 500} AND balance = 7.25`,
      );
      return rows[0]?.["n"] === "499";
    });
    assert.is(await balanceOf(stage, guilty), "1.50", "it keeps its last good row");
    assert.is((await stage.deadLetters()).length, 1, "nothing else is dead-lettered");

    await stage.redis.hset(key, {
      ...GOOD,
      region: "eu",
      orders: "1",
      balance: "8.00",
    });
    await eventually("it is applied", async () => (await balanceOf(stage, guilty)) === "8.00");
    await eventually("its dead letter is gone", async () => (await stage.deadLetters()).length === 0);
    await shopIsEqual(stage);
  });
});

test("a poisoned key that is deleted takes its row and its dead letter along", async () => {
  const stage = staged();
  await stage.redis.hset("customer:77", GOOD);
  await eventually("the row is there", async () => (await balanceOf(stage, 77)) !== undefined);
  await stage.redis.hset("customer:77", "balance", "much");
  await eventually("it is dead-lettered", async () => (await stage.deadLetters()).length === 1);
  await stage.redis.del("customer:77");
  await eventually("the row is gone", async () => (await balanceOf(stage, 77)) === undefined);
  await eventually("the dead letter is gone", async () => (await stage.deadLetters()).length === 0);
});

function written(fields: Fields): Record<string, string | Buffer> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function staged(): Stage {
  if (shared.stage === undefined) throw new Error("The stage is not set.");
  return shared.stage;
}

async function balanceOf(stage: Stage, id: number): Promise<string | null | undefined> {
  const rows = await stage.query(`SELECT balance FROM customers WHERE id = ${id}`);
  return rows[0]?.["balance"];
}

test.run();
