import { test } from "uvu";
import * as assert from "uvu/assert";
import { sinkError } from "../../../runtime/sinks/postgres/error-classes.ts";
import { fenceError } from "../../../runtime/sinks/postgres/fence.ts";
import { withoutValues } from "../../../runtime/sinks/postgres/sensitive.ts";
import { SinkError, type SinkErrorClass } from "../../../runtime/sinks/sink.ts";
import { customers } from "./hand-written-tables.ts";

function thrown(code: string, more: object = {}): Error {
  return Object.assign(new Error("says the server"), { code, ...more });
}

const classes: readonly (readonly [SinkErrorClass, readonly string[]])[] = [
  [
    "connection",
    [
      "08006",
      "08P01",
      "25006",
      "25P03",
      "40001",
      "40P01",
      "53300",
      "57014",
      "57P01",
      "57P02",
      "57P03",
      "ECONNREFUSED",
      "ECONNRESET",
      "EPIPE",
      "ETIMEDOUT",
      "ENOTFOUND",
    ],
  ],
  [
    "data",
    ["22001", "22003", "22012", "22021", "22P02", "22P05", "23502", "23514", "44000", "54000", "54001", "P0001"],
  ],
  ["order", ["21000", "23001", "23503", "23505", "23P01"]],
  [
    "halt",
    [
      "42P01",
      "42501",
      "42703",
      "53100",
      "57P04",
      "0A000",
      "23000",
      "XX000",
      "ZZ999",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "",
    ],
  ],
];

for (const [kind, codes] of classes) {
  for (const code of codes)
    test(`${code || "no code"} is of the class ${kind}`, () => assert.is(sinkError(thrown(code), "s").class, kind));
}

for (const message of [
  "Connection terminated unexpectedly",
  "Connection terminated",
  "timeout expired",
  "Query read timeout",
]) {
  test(`the driver's "${message}" is of the class connection`, () =>
    assert.is(sinkError(new Error(message), "s").class, "connection"));
}

test("waiting too long for a row is a matter of order, waiting for a table is an outage", () => {
  assert.is(sinkError(thrown("55P03", { where: 'while updating tuple (0,1) in relation "t"' }), "s").class, "order");
  assert.is(sinkError(thrown("55P03"), "s").class, "connection");
});

test("all addresses of a host refusing is one connection error with a message", () => {
  const error = sinkError(
    Object.assign(new AggregateError([new Error("connect ECONNREFUSED ::1:1")], ""), { code: "ECONNREFUSED" }),
    "connect",
  );
  assert.is(error.class, "connection");
  assert.is(error.message, "connect ECONNREFUSED ::1:1");
});

test("the place is what the server names", () => {
  const error = sinkError(thrown("23505", { constraint: "k", table: "t", column: undefined }), "upsert");
  assert.equal(error.place, { statement: "upsert", constraint: "k", table: "t" });
});

test("a fence error is told by its statement, not by its code", () => {
  assert.is(sinkError(thrown("22012"), "upsert").class, "data");
  assert.is(fenceError(thrown("22012")).class, "fenced");
});

test("a locked checkpoint is waited for, a dropped one halts", () => {
  assert.is(fenceError(thrown("55P03", { where: "while updating tuple" })).class, "connection");
  assert.is(fenceError(thrown("42P01")).class, "halt");
});

test("a table with a sensitive column shows no value", () => {
  const error = new SinkError(
    "data",
    "22P02",
    'invalid input syntax for type json: "se"cret"',
    {},
    new Error("secret"),
  );
  assert.is(withoutValues(error, customers).message, error.message);
  const sensitive = { ...customers, columns: customers.columns.map((column) => ({ ...column, sensitive: true })) };
  const hidden = withoutValues(error, sensitive);
  assert.is(hidden.message, 'invalid input syntax for type json: "***"');
  assert.is(hidden.cause, undefined);
  assert.not.match(withoutValues(new SinkError("data", "P0001", "secret"), sensitive).message, "secret");
});

test.run();
