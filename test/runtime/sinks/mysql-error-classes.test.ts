import { test } from "uvu";
import * as assert from "uvu/assert";
import { sinkError } from "../../../runtime/sinks/mysql/error-classes.ts";
import { fenceError } from "../../../runtime/sinks/mysql/fence.ts";
import { withoutValues } from "../../../runtime/sinks/mysql/sensitive.ts";
import type { SinkErrorClass } from "../../../runtime/sinks/sink.ts";
import { customers } from "./hand-written-tables.ts";

function thrown(errno: number, message = "says the server"): Error {
  return Object.assign(new Error(message), { errno, code: `ER_${errno}` });
}

const classes: readonly (readonly [SinkErrorClass, readonly number[]])[] = [
  ["connection", [1040, 1053, 1213, 1290, 1317, 1792, 1836, 1927, 1969, 2006, 2013, 3024, 4031]],
  ["data", [1048, 1153, 1264, 1265, 1292, 1366, 1406, 1644, 3140, 3819, 4025]],
  ["order", [1062, 1205, 1451, 1452]],
  ["halt", [1044, 1045, 1054, 1064, 1142, 1143, 1146, 1021, 1114, 1242, 1267, 9999]],
];

for (const [kind, numbers] of classes) {
  for (const number of numbers)
    test(`${number} is of the class ${kind}`, () => {
      const error = sinkError(thrown(number), "s");
      assert.equal([error.class, error.serverCode], [kind, String(number)]);
    });
}

for (const code of ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "PROTOCOL_CONNECTION_LOST"]) {
  test(`${code} is of the class connection`, () => {
    const error = Object.assign(new Error("lost"), { code, errno: -104 });
    assert.is(sinkError(error, "s").class, "connection");
  });
}

test("what the driver says about a closed connection is of the class connection", () => {
  const message = "Can't add new command when connection is in closed state";
  assert.is(sinkError(new Error(message), "s").class, "connection");
});

test("the column and the constraint are those that the message names", () => {
  const place = (number: number, message: string): object => sinkError(thrown(number, message), "upsert").place;
  assert.equal(place(1406, "Data too long for column 'name' at row 3"), { statement: "upsert", column: "name" });
  assert.equal(place(1048, "Column 'name' cannot be null"), { statement: "upsert", column: "name" });
  assert.equal(place(1366, "Incorrect integer value: 'x' for column `db`.`t`.`n` at row 1"), {
    statement: "upsert",
    column: "n",
  });
  assert.equal(place(1062, "Duplicate entry 'a' for key 'email'"), { statement: "upsert", constraint: "email" });
  assert.equal(place(1062, "Duplicate entry 'a' for key 'users.email'"), {
    statement: "upsert",
    table: "users",
    constraint: "email",
  });
  const key =
    "Cannot add or update a child row: a foreign key constraint fails (`d`.`c`, CONSTRAINT `c_1` FOREIGN KEY …)";
  assert.equal(place(1452, key), { statement: "upsert", constraint: "c_1" });
});

test("a fence error is told by its statement: several rows are no fault of the fence elsewhere", () => {
  assert.is(sinkError(thrown(1242), "upsert").class, "halt");
  assert.is(fenceError(thrown(1242)).class, "fenced");
});

test("a locked checkpoint is waited for, a dropped one halts", () => {
  assert.is(fenceError(thrown(1205)).class, "connection");
  assert.is(fenceError(thrown(1146)).class, "halt");
});

test("a table with a sensitive column shows no value", () => {
  const sensitive = { ...customers, columns: customers.columns.map((column) => ({ ...column, sensitive: true })) };
  const shown = (number: number, message: string): string =>
    withoutValues(sinkError(thrown(number, message), "upsert"), sensitive).message;
  const secret = "hunter2' for key";
  assert.is(shown(1062, `Duplicate entry '${secret}' for key 'email'`), "Duplicate entry '***' for key 'email'");
  for (const message of [
    `Incorrect integer value: '${secret}' for column \`d\`.\`t\`.\`n\` at row 1`,
    `Incorrect string value: '${secret}' for column 'n' at row 1`,
    `Truncated incorrect DOUBLE value: '${secret}'`,
    `Invalid JSON text in argument 1 to function json_table at position 3: '${secret}'`,
  ])
    assert.not.match(shown(1366, message), "hunter2");
  assert.not.match(shown(1644, "hunter2 is not allowed"), "hunter2");
  const open = sinkError(thrown(1062, "Duplicate entry 'x' for key 'email'"), "upsert");
  assert.is(withoutValues(open, customers).message, open.message);
});

test.run();
