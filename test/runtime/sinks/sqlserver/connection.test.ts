import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../../../runtime/errors.ts";
import { connect, type Connection } from "../../../../runtime/sinks/sqlserver/connection.ts";
import { sinkError } from "../../../../runtime/sinks/sqlserver/error-classes.ts";
import { startTdsDouble, type Answer, type TdsDouble } from "../../../support/tds-double/tds-double.ts";

async function withConnection(
  answers: readonly Answer[],
  use: (connection: Connection, double: TdsDouble) => Promise<void>,
): Promise<void> {
  const double = await startTdsDouble({ answer: () => answers });
  const url = `${double.url}?encrypt=false`;
  const connection = await connect({ target: "db", url, applicationName: "rdi test", answerMs: 150 });
  try {
    await use(connection, double);
  } finally {
    connection.destroy();
    await double.close();
  }
}

test("a server that stays silent is told to stop, and the request counts as lost", async () => {
  await withConnection(["silence"], async (connection, double) => {
    const { failure } = await connection.run({ text: "SELECT 1" });
    const error = sinkError(failure, "s");
    assert.is(error.class, "connection");
    assert.is(error.serverCode, "ETIMEOUT");
    assert.is(double.attentions(), 1);
  });
});

test("what came before an error is kept", async () => {
  const set = {
    columns: ["a", "b"],
    rows: [
      ["x", null],
      ["", "é😀"],
    ],
  };
  await withConnection([set, { error: { number: 8115, message: "overflow" } }], async (connection) => {
    const { sets, failure } = await connection.run({ text: "SELECT 1" });
    assert.equal(sets, [set]);
    assert.is(sinkError(failure, "s").serverCode, "8115");
  });
});

test("requests of one connection wait for each other", async () => {
  await withConnection([{ columns: ["n"], rows: [[7]] }], async (connection, double) => {
    const answers = await Promise.all(
      [1, 2, 3].map((n) => connection.query({ text: `SELECT ${n}`, parameters: { n } })),
    );
    assert.equal(
      answers.map(({ rows }) => rows),
      [[["7"]], [["7"]], [["7"]]],
    );
    assert.equal(
      double.requests.map(({ parameters }) => parameters["n"]),
      [1, 2, 3],
    );
  });
});

test("names are nvarchar(4000) and all other texts nvarchar(max), whatever is in them", async () => {
  await withConnection([], async (connection, double) => {
    await connection.query({ text: "SELECT 1", parameters: { a: { name: "x" }, b: "x", c: null, d: 7n, e: 8 } });
    const [asked] = double.requests;
    assert.is(asked?.declared, "@a nvarchar(4000), @b nvarchar(max), @c nvarchar(max), @d bigint, @e int");
    assert.equal(asked?.parameters, { a: "x", b: "x", c: null, d: 7n, e: 8 });
  });
});

test("a connection that was cut says so, and is not replaced by another one", async () => {
  await withConnection([], async (connection, double) => {
    assert.ok(connection.isOpen());
    const { length } = double.logins;
    double.cut();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { failure } = await connection.run({ text: "SELECT 1" });
      assert.is(sinkError(failure, "s").class, "connection");
      assert.not(connection.isOpen());
    }
    assert.is(double.logins.length, length);
    assert.equal(double.requests, []);
  });
});

test("a token is read again for every connection, and is asked for before anything is sent", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rdi-token-"));
  const double = await startTdsDouble();
  const path = join(folder, "token");
  const options = {
    target: "db",
    url: `${double.url}?encrypt=false`,
    token: { kind: "file", path } as const,
    applicationName: "rdi test",
  };
  try {
    const missing = await connect(options).catch((error: unknown) => error);
    assert.instance(missing, StartupError);
    assert.is(double.logins.length, 0);
    writeFileSync(path, "a token\n");
    const connection = await connect(options);
    assert.ok(double.logins.length > 0);
    connection.destroy();
  } finally {
    rmSync(folder, { recursive: true });
    await double.close();
  }
});

test.run();
