import type { Table } from "../../job.ts";
import type { ForeignKeyFacts, IndexFacts, ReferenceFacts, TableFacts } from "../schema-facts.ts";
import { TABLE } from "./catalog-queries.ts";
import type { Connection } from "./connection.ts";
import { qualified } from "./identifier.ts";

/** What the server answers: a list that is empty is left out, and a list of names is one of objects. */
interface Answered extends Omit<TableFacts, "columns" | "indexes" | "references" | "foreignKeys"> {
  readonly columns?: TableFacts["columns"];
  readonly indexes?: readonly (Omit<IndexFacts, "columns" | "keys"> & { readonly named: Names })[];
  readonly references?: readonly (Omit<ReferenceFacts, "columns" | "referred"> & Pairs)[];
  readonly foreignKeys?: readonly (Omit<ForeignKeyFacts, "columns" | "referred"> & Pairs)[];
}

type Names = readonly { readonly name: string }[] | null;

interface Pairs {
  readonly columns: Names;
  readonly referred: Names;
}

/** Undefined when there is no such table. */
export async function readTable(
  connection: Connection,
  { schema, table }: Pick<Table, "schema" | "table">,
): Promise<TableFacts | undefined> {
  const { rows } = await connection.query({ text: TABLE, parameters: { name: qualified(schema, table) } });
  const facts = rows[0]?.[0];
  if (typeof facts !== "string") return undefined;
  const answered = factsOf(facts);
  return {
    ...answered,
    columns: answered.columns ?? [],
    indexes: (answered.indexes ?? []).map(({ named, ...index }) => {
      const columns = namesOf(named);
      return { ...index, columns, keys: columns.map(() => ({ expression: null, collation: null })) };
    }),
    references: (answered.references ?? []).map(withNames),
    foreignKeys: (answered.foreignKeys ?? []).map(withNames),
  };
}

/** A document within a document comes as one; Babelfish writes it as text. */
const DOCUMENTS: ReadonlySet<string> = new Set([
  "columns",
  "indexes",
  "references",
  "foreignKeys",
  "named",
  "referred",
  "collation",
]);

function factsOf(text: string): Answered {
  return JSON.parse(text, (name: string, value: unknown) =>
    typeof value === "string" && DOCUMENTS.has(name) ? factsOf(value) : value,
  );
}

function withNames<Key extends Pairs>(key: Key) {
  return { ...key, columns: namesOf(key.columns), referred: namesOf(key.referred) };
}

function namesOf(names: Names): readonly string[] {
  return (names ?? []).map(({ name }) => name);
}
