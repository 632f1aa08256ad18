import { checkMessage, didYouMean, quoted } from "./message.ts";

const LOCK = "// rdi.lock.json:";

/** What to write, and what to run instead. */
function typeHint(instead: string | undefined, statement: string | undefined, value = ""): string {
  const change = statement === undefined ? "change the column of the table." : `change the column: \`${statement}\``;
  if (instead === undefined) return `C${change.slice(1)}`;
  return `Write \`${instead}\`${value}, or ${change}`;
}

/** RDI3xxx: what the jobs write against the tables as `rdi introspect` found them. */
export const schemaMessages = {
  RDI3001: checkMessage<{ what: string }>({
    severity: "error",
    title: "Unreadable lock file",
    message: ({ what }) => ({
      label: `the file ${what}`,
      details: ["It is written by `rdi introspect`, and says what the tables look like."],
      hint: "Run `rdi introspect` to write it anew, or delete it to compile without a look at the tables.",
    }),
    explanation:
      "`rdi.lock.json` is the output of `rdi introspect`. A merge conflict or an edit by hand has made it unreadable, or a newer version of rdi wrote it. Nothing is lost when it is " +
      "written anew.",
    bad: `<<<<<<< HEAD\n  "version": 1,`,
    good: `{\n  "version": 1,\n  "targets": [ … ]\n}`,
  }),
  RDI3002: checkMessage<{ what: string }>({
    severity: "warning",
    title: "Not looked at",
    message: ({ what }) => ({
      label: `the lock file does not know ${what}`,
      details: ["Whether it fits is seen when the worker starts, at the latest."],
      hint: "Run `rdi introspect`, so that it is checked now.",
    }),
    explanation:
      "Where there is a lock file, every table that a job writes should be in it. This one was added to the `.rdi` file since, or its name, its schema or its target was changed.",
    bad: `into db.cards key (id) { … }   ${LOCK} knows customers alone`,
    good: `into db.cards key (id) { … }   ${LOCK} knows cards, too`,
  }),
  RDI3003: checkMessage<{ table: string; near: readonly string[] }>({
    severity: "error",
    title: "Table missing",
    message: ({ table, near }) => ({
      label: `the target has no table \`${table}\``,
      details: [],
      hint:
        didYouMean(near) ??
        "Correct its name, or create it: `rdi ddl` prints the statement. Then run `rdi introspect`.",
    }),
    explanation:
      "According to the lock file the table does not exist, so a worker would refuse to start. A worker creates no tables of jobs by itself.",
    bad: `into db.custmers key (id) { … }   ${LOCK} custmers is missing`,
    good: `into db.customers key (id) { … }`,
  }),
  RDI3004: checkMessage<{ table: string }>({
    severity: "error",
    title: "Not a table",
    message: ({ table }) => ({
      label: `\`${table}\` is a view or a foreign table`,
      details: ["Rows are written and looked for by their unique index, which only a table has."],
      hint: "Name the table that the rows are in.",
    }),
    explanation: "Jobs write into ordinary and partitioned tables. A view shows the rows of other tables.",
    bad: `into db.active_customers key (id) { … }   ${LOCK} active_customers is a view`,
    good: `into db.customers key (id) { … }`,
  }),
  RDI3005: checkMessage<{ column: string; table: string; near: readonly string[]; statement: string }>({
    severity: "error",
    title: "Column missing",
    message: ({ column, table, near, statement }) => ({
      label: `\`${table}\` has no column \`${column}\``,
      details: [],
      hint: didYouMean(near) ?? `Correct its name, or add it: \`${statement}\``,
    }),
    explanation: "According to the lock file the table has no such column, so a worker would refuse to start.",
    bad: `emial: text   ${LOCK} the column is called email`,
    good: `email: text`,
  }),
  RDI3006: checkMessage<{
    written: string;
    stored: string;
    why: string;
    instead: string | undefined;
    statement: string | undefined;
  }>({
    severity: "error",
    title: "Other type",
    message: ({ written, stored, why, instead, statement }) => ({
      label: `\`${written}\` here, \`${stored}\` in the table`,
      details: [why],
      hint: typeHint(instead, statement, " with a value of that type"),
    }),
    explanation:
      "The column of the table has another type, one that does not hold the values of the type that is written. Write the table's type, and make the value fit it with `as` or a function.",
    bad: `id: text = @id   ${LOCK} id is bigint`,
    good: `id: bigint = @id   // with the capture {id:bigint}`,
  }),
  RDI3007: checkMessage<{
    written: string;
    stored: string;
    why: string;
    instead: string | undefined;
    statement: string | undefined;
  }>({
    severity: "error",
    title: "Too narrow",
    message: ({ written, stored, why, instead, statement }) => ({
      label: `\`${written}\` here, \`${stored}\` in the table`,
      details: [why],
      hint: typeHint(instead, statement),
    }),
    explanation:
      "The table's column is of the same kind, but takes fewer characters, digits or fractions of a second than the type that is written. A value that is too long would be refused " +
      "there, or cut or rounded without a word. Where the `.rdi` file says the width, a value beyond it goes to the dead letters before anything is written.",
    bad: `name: varchar(120)   ${LOCK} name is character varying(80)`,
    good: `name: varchar(80)`,
  }),
  RDI3008: checkMessage<{ column: string; table: string; isEnd: boolean; statement: string }>({
    severity: "error",
    title: "Null refused",
    message: ({ column, table, isEnd, statement }) => ({
      label: `\`${column}\` may be null here, and not in \`${table}\``,
      details: [
        isEnd
          ? "The end of a version is null as long as it is open."
          : "With `not null` a key without this value goes to the dead letters, and its neighbours go on.",
      ],
      hint: `${isEnd ? "Allow nulls" : "Write `not null`, give it a value with `??`, or allow nulls"}: \`${statement}\``,
    }),
    explanation:
      "The table's column is NOT NULL, and the value may be null. Say what is to happen: `not null` rejects the key, `??` puts a value in its place.",
    bad: `email: text   ${LOCK} email is NOT NULL`,
    good: `email: text not null`,
  }),
  RDI3009: checkMessage<{ columns: readonly string[]; table: string; statement: string }>({
    severity: "error",
    title: "Column left out",
    message: ({ columns, table, statement }) => ({
      label: `${quoted(columns)} of \`${table}\` ${columns.length === 1 ? "is" : "are"} not written`,
      details: ["The table wants a value there, and has no default for it: every new row would be refused."],
      hint: `Write ${columns.length === 1 ? "it" : "them"}, or allow nulls: \`${statement}\``,
    }),
    explanation:
      "Columns that a job does not name are left alone. One that is NOT NULL without a default lets no new row in.",
    bad: `into db.cards key (id) { id: bigint = @id }   ${LOCK} holder is NOT NULL`,
    good: `into db.cards key (id) { id: bigint = @id, holder: text not null }`,
  }),
  RDI3010: checkMessage<{ table: string; columns: readonly string[]; unusable: readonly string[]; statement: string }>({
    severity: "error",
    title: "Key not unique",
    message: ({ table, columns, unusable, statement }) => ({
      label: `\`${table}\` has no unique index on exactly ${quoted(columns)}`,
      details: [
        "A row is found again by this index, and nothing else keeps two rows from having one key.",
        ...(unusable.length === 0
          ? []
          : [`${quoted(unusable)} can't be used: partial, deferrable, or in a collation of its own.`]),
      ],
      hint: `Create it: \`${statement}\``,
    }),
    explanation:
      "`key` needs a primary key or unique index on exactly its columns, neither partial nor on expressions; a `history` one on `key` and the beginning of the period. Or `key` names " +
      "other columns than the table's own key.",
    bad: `into db.cards key (number) { … }   ${LOCK} unique is (shop, number)`,
    good: `into db.cards key (shop, number) { … }`,
  }),
  RDI3011: checkMessage<{ column: string; what: string; statement: string | undefined }>({
    severity: "error",
    title: "Inexact comparison",
    message: ({ column, what, statement }) => ({
      label: `\`${column}\` is compared by ${what}`,
      details: ["Different texts may be equal there, such as `a` and `A`, so two keys could claim one row."],
      hint:
        statement === undefined
          ? "Give the column of the table a type that compares exactly, such as `text`."
          : `Let it compare exactly: \`${statement}\``,
    }),
    explanation:
      "Key and owner columns say which Redis key a row belongs to, and Redis keys differ by every byte. A collation that ignores case or accents, or a type such as `citext`, does not.",
    bad: `into db.t key (code) { code: text = @code }   ${LOCK} code has a collation that ignores case`,
    good: `ALTER TABLE t ALTER COLUMN code TYPE text COLLATE "C";`,
  }),
  RDI3012: checkMessage<{ column: string; how: string; hint: string }>({
    severity: "error",
    title: "Filled by the database",
    message: ({ column, how, hint }) => ({
      label: `\`${column}\` is ${how}`,
      details: ["The database refuses every value that is written there."],
      hint,
    }),
    explanation:
      "A generated column is computed by the database, and an identity column GENERATED ALWAYS takes its value from a sequence. Leave such a column out, or let the table accept values.",
    bad: `id: bigint = @id   ${LOCK} id is GENERATED ALWAYS AS IDENTITY`,
    good: `ALTER TABLE t ALTER COLUMN id SET GENERATED BY DEFAULT;`,
  }),
  RDI3013: checkMessage<{ parent: string; constraint: string }>({
    severity: "error",
    title: "Parent below child",
    message: ({ parent, constraint }) => ({
      label: `refers to \`${parent}\`, which is written below`,
      details: [
        `Rows are written in the order of the text, so \`${constraint}\` would refuse every row whose parent is new.`,
      ],
      hint: `Move the \`into\` of \`${parent}\` above this one.`,
    }),
    explanation:
      "Within a key, rows are written in the order of the text and removed in reverse. A table that others refer to by a foreign key stands above them.",
    bad: `into db.items key (…) { … }   ${LOCK} items refer to orders\ninto db.orders key (id) { … }`,
    good: `into db.orders key (id) { … }\ninto db.items key (…) { … }`,
  }),
  RDI3014: checkMessage<{ parent: string; job: string; constraint: string }>({
    severity: "warning",
    title: "Parent elsewhere",
    message: ({ parent, job, constraint }) => ({
      label: `refers to \`${parent}\`, which job \`${job}\` writes`,
      details: [
        `Jobs are not ordered with one another: \`${constraint}\` parks a key until its parent is there, and keeps a parent as long as it has children.`,
      ],
      hint: "Write both tables in one job, or drop the foreign key, if you can't wait.",
    }),
    explanation:
      "A row whose parent is missing is parked, alarmed and tried again until the other job has written the parent. Nothing is lost, but it takes a while, and a parent that goes first is parked too.",
    bad: `job items { … }   ${LOCK} items refer to orders\njob orders { … }`,
    good: `job orders { … into db.orders key (id) { … } for item in items { into db.items key (…) { … } } }`,
  }),
  RDI3015: checkMessage<{ table: string; columns: readonly string[]; open: boolean; statement: string }>({
    severity: "warning",
    title: "Index missing",
    message: ({ table, columns, open, statement }) => ({
      label: open
        ? `\`${table}\` has no unique index on ${quoted(columns)} of open versions`
        : `\`${table}\` has no index that begins with ${quoted(columns)}`,
      details: [
        open
          ? "Each change reads all versions of its row, and nothing else keeps two of them from being open."
          : "Rows of a key that is gone are found by these columns, so every removal reads the whole table.",
      ],
      hint: `Create it: \`${statement}\``,
    }),
    explanation:
      "Rows of a key that is gone are found by owner columns, and the open version of a history by its key. Without an index that begins with them the whole table is read each time.",
    bad: `into db.cards key (number) { number: text, redis_key: text not null = @key }   ${LOCK} no index on redis_key`,
    good: `CREATE INDEX ON cards (redis_key);`,
  }),
};
