/** MariaDB itself reads what the dialect writes, for every shape of table; and what `rdi ddl` makes is found as it has to be. */
import mysql from "mysql2/promise";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareTable } from "../../compiler/schema/compare.ts";
import { lockOfFacts } from "../../compiler/schema/lock-of-facts.ts";
import { mariadb } from "../../compiler/sql/mysql/dialect.ts";
import { neededTable } from "../../compiler/sql/needed-tables.ts";
import type { NeededTable } from "../../compiler/sql/ddl.ts";
import { operations } from "../../runtime/sinks/mysql/operations.ts";
import type { ConformanceServer } from "../conformance/target.ts";
import { allTexts } from "../compiler/sql/all-texts.ts";
import { jobOf, SHAPES, type Shape } from "../compiler/sql/shapes.ts";
import { serverTest } from "../support/mariadb-test.ts";
import { shapeOf } from "./shape-bench.ts";

/** Types of PostgreSQL's own, and numbers without bounds, are not for MariaDB. */
const shapes = SHAPES.filter(({ table }) =>
  table.columns.every(({ type }) => mariadb.typeProblem(type) === undefined && type.kind !== "native"),
).map(onMariadb);

function onMariadb(shape: Shape): Shape {
  return { ...shape, table: { ...shape.table, system: "mariadb", schema: undefined } };
}

interface Prepared {
  readonly client: mysql.Connection;
  readonly url: string;
  readonly needed: NeededTable;
}

async function withShape(
  server: ConformanceServer,
  shape: Shape,
  run: (prepared: Prepared) => Promise<void>,
): Promise<void> {
  const database = await server.emptyDatabase();
  const client = await mysql.createConnection(database.url.replace("mariadb:", "mysql:"));
  const needed = neededTable(shape.table);
  try {
    await client.query(mariadb.ddl.statements.createTable(needed));
    await run({ client, url: database.url, needed });
  } finally {
    await client.end();
    await database.drop();
  }
}

for (const shape of shapes) {
  serverTest(
    `MariaDB takes the statements of ${shape.name}, and the table that rdi ddl makes is as it has to be`,
    (server) =>
      withShape(server, shape, async ({ client, url, needed }) => {
        for (const { name, text } of allTexts(mariadb.statements(jobOf(shape), shape.table))) {
          const failure = await client.prepare(text).then(
            (statement) => void statement.close(),
            (error: unknown) => `${name}: ${String(error)}\n${text}`,
          );
          assert.is(failure, undefined);
        }
        const facts = await operations.introspect({ name: "db", url, schema: undefined }, [needed]);
        const [lock] = lockOfFacts({ name: "db", system: "mariadb" }, facts).tables;
        if (lock === undefined) throw new Error("the table was not found");
        // That bytes in a key have a bound is told.
        const differences = compareTable(needed, lock, mariadb.ddl).filter(
          (one) => one.kind !== "type" || one.column.type.kind !== "bytes",
        );
        assert.equal(differences, []);
      }),
  );
}

test("the shapes that are tried are almost all", () => assert.ok(shapes.length > 24, String(shapes.length)));

serverTest("another key's row that is there stays there until it is known to collide", (server) =>
  withShape(server, onMariadb(shapeOf("moved")), async ({ client, url }) => {
    await client.query("INSERT INTO t (redis_key, no, amount) VALUES ('r:1', 'n1', 1)");
    const { writes } = mariadb.statements(jobOf(onMariadb(shapeOf("moved"))), onMariadb(shapeOf("moved")).table);
    const insert = writes.find(({ name }) => name.endsWith("insert-new"));
    await client.query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    await client.beginTransaction();
    const [result] = await client.execute<mysql.ResultSetHeader>(insert?.text ?? "", ['[["r:2","n1","2"]]']);
    assert.is(result.affectedRows, 0);
    const other = await mysql.createConnection(url.replace("mariadb:", "mysql:"));
    await other.query("SET SESSION innodb_lock_wait_timeout = 1");
    const failure = await other.query("DELETE FROM t WHERE no = 'n1'").then(
      () => "removed",
      (error: unknown) => String(Reflect.get(Object(error), "errno")),
    );
    assert.is(failure, "1205");
    await client.rollback();
    await other.end();
  }),
);

test.run();
