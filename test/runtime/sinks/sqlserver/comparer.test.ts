import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Table } from "../../../../runtime/job.ts";
import { createSqlserverSink } from "../../../../runtime/sinks/sqlserver/sink.ts";
import { differingRows, strayRows } from "../../../../runtime/sinks/sqlserver/compare-statements.ts";
import { startTdsDouble, type Answer } from "../../../support/tds-double/tds-double.ts";
import { sales } from "./tables.ts";

const TABLE = sales as Table;
const COLUMNS = ["receipt", "redis_key", "amount"].map((name) => ({ name }));
const FACTS: Answer = { columns: ["facts"], rows: [[JSON.stringify({ columns: COLUMNS })]] };
const ROW = { receipt: "r1", redis_key: "sale:1", amount: 12n };

test("rows that differ are told with both values, missing ones without a version", async () => {
  const compared: Answer = {
    columns: ["position", "version", "d0", "s0", "w0", "d1", "s1", "w1"],
    rows: [
      ["0", "AB12", null, "sale:1", "sale:1", "true", "11", "12"],
      ["1", null, "true", null, "sale:2", "true", null, null],
    ],
  };
  const double = await startTdsDouble({ answer: ({ text }) => [text.includes("OBJECT_ID") ? FACTS : compared] });
  const sink = createSqlserverSink({ name: "db", url: `${double.url}?encrypt=false`, schema: undefined });
  const comparer = await sink.compareRows?.([TABLE]);
  try {
    const rows = [ROW, { ...ROW, receipt: "r2", redis_key: "sale:2", amount: null }];
    assert.equal(await comparer?.differing(TABLE, rows), [
      { index: 0, version: "AB12", columns: [{ name: "amount", stored: "11", wanted: "12", sensitive: false }] },
      { index: 1, version: undefined, columns: [] },
    ]);
    assert.equal(JSON.parse(String(double.requests.at(-1)?.parameters["rows"])), [
      ["r1", "sale:1", "12", "0"],
      ["r2", "sale:2", null, "1"],
    ]);
  } finally {
    await comparer?.close();
    await sink.close();
    await double.close();
  }
});

test("rows that nobody wants are looked for by their owners, exactly", () => {
  const { text, parameters } = strayRows(TABLE, { owners: [{ redis_key: "sale:1" }], rows: [ROW], gone: false });
  assert.match(
    text,
    /t\.\[redis_key\] = o\.\[redis_key\] AND DATALENGTH\(t\.\[redis_key\]\) = DATALENGTH\(o\.\[redis_key\]\)/,
  );
  assert.match(text, /NOT EXISTS \(SELECT 1 FROM @k AS k WHERE t\.\[receipt\] = k\.\[receipt\]/);
  assert.equal(parameters, { owners: '[["sale:1","0"]]', rows: '[["r1","sale:1","0"]]' });
});

test("a table of a thousand columns has a version, though CONCAT takes 254 texts", () => {
  const many = Array.from({ length: 1000 }, (_, at) => ({
    name: `c${at}`,
    type: "int",
    notNull: false,
    sensitive: false,
  }));
  const { text } = differingRows({ ...TABLE, columns: [...TABLE.columns, ...many] }, []);
  for (const [, inner = ""] of text.matchAll(/CONCAT\(((?:[^()]|\([^()]*\))*)\)/g))
    assert.ok(inner.split(", ").length <= 254);
  assert.match(text, /HASHBYTES\(N'SHA2_256', CONCAT\(CONVERT\(nvarchar\(max\), N''\), CONCAT\(/);
});

test.run();
