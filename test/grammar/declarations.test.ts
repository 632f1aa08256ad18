import { test } from "uvu";
import * as assert from "uvu/assert";
import { clause, jobOf, only, read, shape, show } from "./support.ts";

test("an import has a path", () => {
  assert.equal(shape(only('import "./shared.rdi"')), { kind: "import", path: text("./shared.rdi") });
});

test("a source and a target have settings and documentation", () => {
  const [source, target] = read(
    "/// The one.\nsource redis { }\n/// A.\n///\n///  B\ntarget db: postgres { }",
  ).declarations;
  assert.equal(shape(source), { kind: "source", system: name("redis"), settings: { kind: "object", entries: [] } });
  assert.is(source?.kind === "source" ? source.doc : "", "The one.");
  assert.is(target?.kind === "target" ? target.doc : "", "A.\n\n B");
  assert.is(target?.kind === "target" ? `${target.name.text}: ${target.system.text}` : "", "db: postgres");
});

test("a function has parameters with types and a body", () => {
  const fn = only("fn f(a: text, b: numeric(12,2)) = a ++ b");
  if (fn.kind !== "fn") throw new Error(fn.kind);
  assert.equal(shape(fn.params), [
    { name: name("a"), type: { name: name("text"), args: [] } },
    {
      name: name("b"),
      type: {
        name: name("numeric"),
        args: [
          { kind: "number", text: "12" },
          { kind: "number", text: "2" },
        ],
      },
    },
  ]);
  assert.is(show(fn.body), "(a ++ b)");
});

test("a job has a kind, a pattern and clauses", () => {
  const job = jobOf("let a = 1 where a skip when b delivery { batch: 1 }");
  assert.is(job.from.system.text, "hash");
  assert.equal(
    job.clauses.map(({ kind }) => kind),
    ["let", "where", "skip", "delivery"],
  );
});

test("where stands with and without a block", () => {
  const [bare, blocked] = jobOf("where a where b { let c = 1 where d }").clauses;
  assert.is(bare?.kind === "where" ? bare.block : 0, undefined);
  assert.equal(blocked?.kind === "where" ? blocked.block?.map(({ kind }) => kind) : [], ["let", "where"]);
});

test("for has one or two binders, a list and a block", () => {
  const loop = clause("for a, b in xs.ys { let c = a }");
  if (loop.kind !== "for") throw new Error(loop.kind);
  assert.equal(
    loop.binders.map(({ text: binder }) => binder),
    ["a", "b"],
  );
  assert.is(show(loop.list), "xs.ys");
  assert.is(loop.block.length, 1);
});

test("into a table has a path, a key, columns and outcomes", () => {
  const into = clause(
    'into db.sales.orders key (id, `a b`) {\n  /// The id.\n  id: bigint not null sensitive = @id\n  `a b`: native("citext"), end: text\n} on delete set { x: null } on expire keep',
  );
  assert.equal(shape(into), {
    kind: "into",
    mode: "upsert",
    target: name("db"),
    destination: {
      kind: "table",
      path: [name("sales"), name("orders")],
      key: { names: [name("id"), name("a b", true)] },
      columns: [
        {
          kind: "column",
          name: name("id"),
          type: { name: name("bigint"), args: [] },
          notNull: true,
          sensitive: true,
          value: { kind: "at", name: "id" },
        },
        {
          kind: "column",
          name: name("a b", true),
          type: { name: name("native"), args: [text("citext")] },
          notNull: false,
          sensitive: false,
        },
        { kind: "column", name: name("end"), type: { name: name("text"), args: [] }, notNull: false, sensitive: false },
      ],
    },
    outcomes: [
      {
        kind: "outcome",
        event: "delete",
        action: "set",
        set: {
          kind: "object",
          entries: [{ kind: "entry", name: name("x"), quotedKey: false, value: { kind: "null" } }],
        },
      },
      { kind: "outcome", event: "expire", action: "keep" },
    ],
  });
  if (into.kind !== "into" || into.destination.kind !== "table") throw new Error("not a table");
  assert.equal(
    into.destination.columns.map(({ doc }) => doc),
    ["The id.", undefined, undefined],
  );
});

test("append and history are modes of into", () => {
  const modes = jobOf("append into d.t { } history into d.t key (a) period (b, c, d) { } into d.t { }").clauses;
  assert.equal(
    modes.map((into) => (into.kind === "into" ? into.mode : "")),
    ["append", "history", "upsert"],
  );
  const history = modes[1];
  if (history?.kind !== "into" || history.destination.kind !== "table") throw new Error("not a table");
  assert.equal(
    history.destination.period?.names.map(({ text: column }) => column),
    ["b", "c", "d"],
  );
});

test("into a Redis key has a kind, a key, merge, expiry and a value", () => {
  const into = clause('into cache hash "a:{b}" merge expire 1h { c }');
  if (into.kind !== "into" || into.destination.kind !== "rediskey") throw new Error("not a key");
  const { destination } = into;
  assert.is(destination.system.text, "hash");
  assert.is(destination.merge, true);
  assert.is(destination.expire?.kind, "duration");
  assert.is(destination.value.entries.length, 1);
});

test("a test has steps of all kinds", () => {
  const steps = only(`test "t" {
    given hash "a" { b: 1 } expire 30m
    delete "a"
    at "2026-01-01T00:00:00Z"
    expect rejected "a" RDI5012
    expect db.s.t [{ a: 1 }]
    expect cache hash "k" null
  }`);
  if (steps.kind !== "test") throw new Error(steps.kind);
  assert.equal(
    steps.steps.map((step) => (step.kind === "expect" ? `expect ${step.expectation.kind}` : step.kind)),
    ["given", "delete", "at", "expect rejected", "expect rows", "expect rediskey"],
  );
  const [given] = steps.steps;
  assert.is(given?.kind === "given" ? given.expire?.text : "", "30m");
});

test("names may be any word where only a name can stand", () => {
  assert.is(jobOf("let in = 1 into d.t key (case, end) { case: text, end: text }").clauses.length, 2);
  assert.is(only('job job { from set "a" }').kind, "job");
  assert.is(only("target target: target { }").kind, "target");
});

test("only comments on lines of their own document what is below them", () => {
  const [first, second] = read(
    "delivery { } /// behind\nfn f() = 1\n//// not a doc\n/// doc\nfn g() = 2",
  ).declarations.slice(1);
  assert.is(first?.kind === "fn" ? first.doc : "", undefined);
  assert.is(second?.kind === "fn" ? second.doc : "", "doc");
});

function name(word: string, quoted = false): unknown {
  return { text: word, quoted };
}

function text(value: string): unknown {
  return { kind: "string", parts: [{ kind: "text", text: value }] };
}

test.run();
