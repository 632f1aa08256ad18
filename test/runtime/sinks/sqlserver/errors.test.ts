import { test } from "uvu";
import * as assert from "uvu/assert";
import { failureText } from "../../../../runtime/apply/redis-client.ts";
import { sinkError } from "../../../../runtime/sinks/sqlserver/error-classes.ts";
import { connectionError } from "../../../../runtime/sinks/sqlserver/start-up-errors.ts";

function errorOf(number: number, message = "no", state = 1): Error {
  return Object.assign(new Error(message), { code: "EREQUEST", number, state });
}

const classOf = (error: unknown): string => sinkError(error, "s").class;

for (const [kind, numbers] of [
  ["connection", [1205, 4060, 40197, 40501, 40613, 49918, 10928, 3906, 921, 927, 976, 983, 18401, 6005, 17142, 596]],
  ["data", [220, 241, 245, 248, 515, 550, 511, 1946, 2628, 8114, 8115, 8152, 8169, 9420, 6522, 50_000, 50_001, 60_000]],
  ["order", [1222, 2601, 2627]],
  ["halt", [102, 156, 207, 208, 229, 230, 262, 468, 911, 916, 1105, 9002, 8622, 18452, 40544]],
] as const) {
  for (const number of numbers)
    test(`error ${number} is of the class ${kind}`, () => assert.is(classOf(errorOf(number)), kind));
}

test("a check constraint is about the row, a foreign key about others", () => {
  const check =
    'The INSERT statement conflicted with the CHECK constraint "CK_a". The conflict occurred in database "d", table "dbo.t", column \'a\'.';
  const parent =
    'The INSERT statement conflicted with the FOREIGN KEY constraint "FK_a". The conflict occurred in database "d", table "dbo.p".';
  const child =
    'The DELETE statement conflicted with the REFERENCE constraint "FK_a". The conflict occurred in database "d", table "dbo.c".';
  assert.is(classOf(errorOf(547, check)), "data");
  assert.is(classOf(errorOf(547, parent)), "order");
  assert.is(classOf(errorOf(547, child)), "order");
  assert.equal(sinkError(errorOf(547, check), "s").place, {
    statement: "s",
    constraint: "CK_a",
    table: "dbo.t",
    column: "a",
  });
});

/** Word for word from Babelfish 4.4. */
test("a server that says it in PostgreSQL's words is understood, and its number for all that has none is no user's", () => {
  assert.is(classOf(errorOf(547, 'new row for relation "t" violates check constraint "t_a_check"')), "data");
  assert.is(classOf(errorOf(547, 'insert or update on table "c" violates foreign key constraint "c_p_fkey"')), "order");
  assert.is(classOf(errorOf(33_557_097, 'relation "t" does not exist')), "halt");
});

test("a login that fails while the server is paused or shuts down is tried again, any other halts", () => {
  for (const state of [13, 23]) assert.is(classOf(errorOf(18456, "Login failed.", state)), "connection");
  for (const state of [1, 5, 8, 38]) assert.is(classOf(errorOf(18456, "Login failed.", state)), "halt");
});

test("of several errors the first one tells the class", () => {
  const all = new AggregateError([errorOf(2627), errorOf(3621)]);
  assert.is(classOf(all), "order");
  assert.is(sinkError(all, "s").serverCode, "2627");
});

test("a lost connection and a timeout are transient, what nobody knows halts", () => {
  for (const code of ["ESOCKET", "ETIMEOUT", "ECONNCLOSED", "ECONNREFUSED", "EINVALIDSTATE"])
    assert.is(classOf(Object.assign(new Error("x"), { code })), "connection", code);
  assert.is(classOf(Object.assign(new Error("x"), { code: "EARGS" })), "halt");
  assert.is(classOf(new TypeError("x")), "halt");
});

test("a connection that the driver found closed is not taken for one to Redis, whose driver says the same", () => {
  const lost = sinkError(Object.assign(new Error("Connection is closed."), { code: "ECONNCLOSED" }), "s");
  assert.is(failureText(lost), "the connection to SQL Server is lost");
});

test("at the start a server that answers is not said to be out of reach", () => {
  for (const number of [911, 4060, 33_557_097]) {
    const { code, message, hint } = connectionError("db", "mssql://sa@h/d", errorOf(number, "says no"));
    assert.is(code, "RDI5005");
    assert.is(message, "Target db: refused at h:1433/d: says no");
    assert.match(hint, /^The server answers/);
  }
  const away = connectionError("db", "mssql://sa@h/d", Object.assign(new Error("no route"), { code: "ESOCKET" }));
  assert.match(away.message, /no connection to h:1433/);
  assert.match(away.hint, /^Check the host/);
});

test("at the start a refused login is one message, a certificate that nobody knows another", () => {
  const url = "mssql://sa:hidden@h/d";
  const login = connectionError("db", url, errorOf(18456, "Login failed for user 'sa'."));
  assert.is(login.code, "RDI5006");
  assert.match(login.message, /h:1433\/d: Login failed/);
  const trust = connectionError("db", url, Object.assign(new Error("self-signed certificate"), { code: "ESOCKET" }));
  assert.is(trust.code, "RDI5005");
  assert.match(trust.hint, /trustServerCertificate/);
  for (const { message, hint } of [login, trust]) assert.not.match(message + hint, /hidden/);
});

test.run();
