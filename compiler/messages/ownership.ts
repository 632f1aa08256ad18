import { onlyName } from "../../grammar/corrections.ts";
import type { Edit } from "../../grammar/diagnostic.ts";
import { checkMessage, quoted } from "./message.ts";

/** Ownership, keys and tables: how a row is found again. */
export const ownershipMessages = {
  RDI2040: checkMessage<{
    missing: readonly string[];
    bare: { column: string; type: string } | undefined;
    fix: readonly Edit[] | undefined;
  }>({
    severity: "error",
    title: "No owner columns",
    message: ({ missing, bare, fix }) => ({
      label:
        missing.length === 0
          ? "no column says which key a row is from"
          : `no column is exactly ${quoted(missing.map((name) => `@${name}`))}`,
      details: [
        "A deleted key has no fields left, so its rows are found by owner columns: columns that are exactly `@key`, or together exactly all captures of the pattern." +
          (missing.length === 0 ? " This pattern has no captures." : ""),
      ],
      hint:
        bare === undefined
          ? "Add `redis_key: text not null = @key`."
          : `Write \`${bare.column}: ${bare.type} = @${bare.column}\` (without it the column is the field \`${bare.column}\`), or add \`redis_key: text not null = @key\`.`,
      fix,
    }),
    explanation:
      "The rows of a key are found again by its owner columns, never by payload: then a delete needs no value, and a row whose identity comes from the " +
      "payload can move. Owner columns are exactly captures or `@key` (constants count where they are in `key` or tell two `into` of one table apart), " +
      "and together they determine the key.",
    bad: `from hash "card:{shop}:{number}"\ninto db.cards key (number) { number: text = @number, holder: text }`,
    good: `from hash "card:{shop}:{number}"\ninto db.cards key (number) { number: text = @number, holder: text, redis_key: text not null = @key }`,
  }),
  RDI2041: checkMessage<{ column: string; type: string }>({
    severity: "error",
    title: "Owner column type",
    message: ({ column, type }) => ({
      label: `owner column \`${column}\` can't be \`${type}\``,
      details: ["Two different keys could look equal in this type, and a row would be found by the wrong one."],
      hint: "Use `text`, `varchar(n)`, an exact number, `uuid` or `date`.",
    }),
    explanation:
      "Owner columns must hold captures so that equal means equal: not `real`, `double` or `json`, and not `char`, which pads with spaces.",
    bad: `country: char(2) = @country`,
    good: `country: varchar(2) = @country`,
  }),
  RDI2042: checkMessage<{ name: string; near: readonly string[] }>({
    severity: "error",
    title: "Key column missing",
    message: ({ name, near }) => ({
      label: `no column of this block is called \`${name}\``,
      details: ["`key` names columns of its block: those that identify a row of the table."],
      hint:
        near.length > 0
          ? `Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`
          : `Add a column \`${name}\` to the block.`,
      fix: onlyName(near),
    }),
    explanation: "`key (a, b)` lists the columns by which the table tells its rows apart, so they must be written.",
    bad: `into db.cards key (id) { number: text = @number }`,
    good: `into db.cards key (number) { number: text = @number }`,
  }),
  RDI2043: checkMessage<{ name: string; type: string }>({
    severity: "error",
    title: "Key column type",
    message: ({ name, type }) => ({
      label: `\`${name}\` is \`${type}\` and can't identify a row`,
      details: ["Values of this type can't be compared exactly."],
      hint: "Use an exact type, such as `text`, `bigint`, `numeric(p,s)` or `timestamptz`.",
    }),
    explanation: "A row's identity needs an exact equality. `real` and `double` round, and `json` has none.",
    bad: `into db.t key (id, score) { id: text = @id, score: double }`,
    good: `into db.t key (id) { id: text = @id, score: double }`,
  }),
  RDI2044: checkMessage<{ table: string; columns: readonly string[] }>({
    severity: "error",
    title: "No key",
    message: ({ table, columns }) => ({
      label: "`key` is missing",
      details: [
        `\`key\` names the columns that identify a row of \`${table}\`, as its primary key or a unique constraint does.`,
      ],
      hint: `Write \`key (${columns.join(", ") || "id"})\` after the table.`,
    }),
    explanation:
      "`into` inserts a row or updates the one with the same `key` columns. The table needs a primary key or unique constraint over them.",
    bad: `into db.cards { number: text = @number }`,
    good: `into db.cards key (number) { number: text = @number }`,
  }),
  RDI2045: checkMessage<{ what: string }>({
    severity: "error",
    title: "Depends on the clock",
    message: ({ what }) => ({
      label: `\`now()\` decides ${what}`,
      details: [
        "Nothing tells the worker that time has passed: which rows a key yields can't depend on when one looks at it.",
      ],
      hint: "Store the instant in a column, and compare it in your query.",
    }),
    explanation:
      "Rows follow their keys. When the clock alone could add, move or remove a row, the table would be wrong until the key happens to change.",
    bad: `where expires as timestamptz > now()`,
    good: `expires: timestamptz`,
  }),
  RDI2046: checkMessage<{ table: string; other: string }>({
    severity: "error",
    title: "Two jobs, one table",
    message: ({ table, other }) => ({
      label: `job \`${other}\` writes \`${table}\` too`,
      details: [
        "Each job removes the rows that it owns and no longer yields, so it must be able to tell its rows from the other's.",
      ],
      hint: `Give both a column with a different constant, such as \`kind: text = "…"\`.`,
    }),
    explanation:
      "Two jobs may share a table only when an owner column is a different constant in each: then no row belongs to both.",
    bad: `job a { from hash "a:{id}" into db.t key (id) { id: text = @id } }\njob b { from hash "b:{id}" into db.t key (id) { id: text = @id } }`,
    good: `job a { from hash "a:{id}" into db.t key (kind, id) { kind: text = "a", id: text = @id } }\njob b { from hash "b:{id}" into db.t key (kind, id) { kind: text = "b", id: text = @id } }`,
  }),
  RDI2047: checkMessage<{ table: string; difference: string }>({
    severity: "error",
    title: "Two shapes, one table",
    message: ({ table, difference }) => ({
      label: `this \`into\` of \`${table}\` has ${difference}`,
      details: [
        "The rows of all `into`s of one table are united, so these must have the same columns, types, `key` and outcomes.",
      ],
      hint: "Make the two blocks list the same columns, or write to two tables.",
    }),
    explanation:
      "A job may write one table in several places, for example in two `where` blocks. Together they form one set of rows, so their shape is one.",
    bad: `where a { into db.t key (id) { id: text = @id, x: text } }\nwhere b { into db.t key (id) { id: text = @id } }`,
    good: `where a { into db.t key (id) { id: text = @id, x: text } }\nwhere b { into db.t key (id) { id: text = @id, x: text = null } }`,
  }),
  RDI2048: checkMessage<{ what: string; why: string; hint: string | undefined }>({
    severity: "error",
    title: "Meaningless outcome",
    message: ({ what, why, hint }) => ({ label: `${what} has no meaning here`, details: [why], hint }),
    explanation:
      "`on delete` and `on expire` say what becomes of rows that their key no longer yields. `append` never changes a row; there only `on delete set` means " +
      "something: one more row. `history` closes a version or, with `on delete keep`, leaves it open.",
    bad: `append into db.log { id: text = @id } on delete remove`,
    good: `append into db.log { id: text = @id, op: text = "changed" } on delete set { op: "deleted" }`,
  }),
  RDI2049: checkMessage<{ columns: readonly string[] }>({
    severity: "error",
    title: "No mark",
    message: ({ columns }) => ({
      label: "nothing here tells a removed row from a live one",
      details: [
        "One of the columns that are set must be a constant or null in the block, as every live row has it, and another value in `set`.",
        ...(columns.length === 0 ? [] : [`${quoted(columns)} ${columns.length === 1 ? "is" : "are"} not.`]),
      ],
      hint: "Add `deleted_at: timestamptz = null` to the block, and set it: `on delete set { deleted_at: now() }`.",
    }),
    explanation:
      "A soft delete marks a row once. A column that is a constant in the block (`deleted_at: timestamptz = null`, `active: boolean = true`) and another value in `set` is the mark: " +
      "rows with the constant are live. Without a mark every sweep would stamp the same rows again.",
    bad: `into db.t key (id) { id: text = @id, state: text } on delete set { state: "gone" }`,
    good: `into db.t key (id) { id: text = @id, state: text, deleted_at: timestamptz = null } on delete set { deleted_at: now() }`,
  }),
  RDI2055: checkMessage<Record<string, never>>({
    severity: "error",
    title: "No expiry column",
    message: () => ({
      label: "no column remembers when the key was to expire",
      details: ["When a key is gone, Redis no longer says whether it expired: the row must have kept the time."],
      hint: "Add `expires_at: timestamptz = @expires_at` to the block.",
    }),
    explanation:
      "`on expire` needs a column that is exactly `@expires_at`. A key that is gone has expired when that time has passed, otherwise it was deleted.",
    bad: `into db.t key (id) { id: text = @id } on expire keep`,
    good: `into db.t key (id) { id: text = @id, until: timestamptz = @expires_at } on expire keep`,
  }),
  RDI2056: checkMessage<{ what: string; why: string; hint: string | undefined }>({
    severity: "error",
    title: "Key or period",
    message: ({ what, why, hint }) => ({ label: what, details: [why], hint }),
    explanation:
      "`append into` takes neither `key` nor `period`: each observed change is a row of its own. `history into` takes both: `key` tells whose versions they are, `period (from, to)` or " +
      "`period (from, to, current)` names the columns that say when a version held. Those columns are filled in and not listed. A plain `into` takes `key` only.",
    bad: `history into db.prices key (sku) { sku: text = @sku, price: numeric(10,2) }`,
    good: `history into db.prices key (sku) period (valid_from, valid_to) { sku: text = @sku, price: numeric(10,2) }`,
  }),
};
