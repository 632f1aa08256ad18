import { flag, list, object, optional, text, texts, Unreadable, wrong, type Fields } from "./json-fields.ts";
import {
  LOCK_VERSION,
  type CollationLock,
  type ColumnLock,
  type ForeignKeyLock,
  type IndexKeyLock,
  type IndexLock,
  type SchemaLock,
  type TableLock,
  type TargetLock,
} from "./lock.ts";

export type ReadLock = { readonly lock: SchemaLock } | { readonly problem: LockProblem };

export interface LockProblem {
  /** What follows "the file": `is not JSON`. */
  readonly what: string;
  /** Where, as far as that is known. */
  readonly offset: number;
}

/** The text of a lock file, which people merge and edit. Properties that this version does not know are passed over. */
export function readLock(json: string): ReadLock {
  try {
    const value = object(parseJson(json), "the file");
    const version = value["version"];
    if (version !== LOCK_VERSION) throw new Unreadable(`is of version ${shown(version)}, which this rdi does not know`);
    return { lock: { targets: list(value["targets"], "targets", targetOf) } };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { problem: { what: error.message, offset: error.offset } };
  }
}

function parseJson(json: string): unknown {
  const conflict = /^(<{7}|={7}|>{7})/m.exec(json);
  if (conflict !== null) throw new Unreadable("has a merge conflict", conflict.index);
  try {
    return JSON.parse(json);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    throw new Unreadable("is not JSON", Math.min(Number(position ?? 0), json.length));
  }
}

function targetOf(value: Fields, at: string): TargetLock {
  return {
    name: text(value["name"], `${at}.name`),
    system: text(value["system"], `${at}.system`),
    tables: list(value["tables"], `${at}.tables`, tableOf),
    own: list(value["own"], `${at}.own`, (own, inner) => ({
      table: text(own["table"], `${inner}.table`),
      columns: texts(own["columns"], `${inner}.columns`),
    })),
  };
}

function tableOf(value: Fields, at: string): TableLock {
  const kind = value["kind"] ?? "table";
  if (kind !== "table" && kind !== "other" && kind !== "missing") throw wrong(`${at}.kind`, "a kind of table");
  const holds = kind === "table";
  return {
    schema: optional(value["schema"], `${at}.schema`),
    table: text(value["table"], `${at}.table`),
    kind,
    foundIn: optional(value["foundIn"], `${at}.foundIn`),
    near: value["near"] === undefined ? [] : texts(value["near"], `${at}.near`),
    columns: holds ? list(value["columns"], `${at}.columns`, columnOf) : [],
    indexes: holds ? list(value["indexes"], `${at}.indexes`, indexOf) : [],
    foreignKeys: holds ? list(value["foreignKeys"], `${at}.foreignKeys`, foreignKeyOf) : [],
  };
}

function columnOf(value: Fields, at: string): ColumnLock {
  const identity = value["identity"];
  if (identity !== undefined && identity !== "always" && identity !== "by default")
    throw wrong(`${at}.identity`, '"always" or "by default"');
  const preset = optional(value["default"], `${at}.default`);
  const generated = optional(value["generated"], `${at}.generated`);
  return {
    name: text(value["name"], `${at}.name`),
    type: text(value["type"], `${at}.type`),
    domain: optional(value["domain"], `${at}.domain`),
    notNull: flag(value["notNull"], `${at}.notNull`, false),
    filled: flag(value["filled"], `${at}.filled`, (preset ?? generated ?? identity) !== undefined),
    default: preset,
    generated,
    identity,
    collation: collationOf(value["collation"], `${at}.collation`),
    exact: flag(value["exact"], `${at}.exact`, true),
  };
}

function collationOf(value: unknown, at: string): CollationLock | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return { name: value, schema: undefined };
  const { name, schema } = object(value, at);
  return { name: text(name, `${at}.name`), schema: text(schema, `${at}.schema`) };
}

function indexOf(value: Fields, at: string): IndexLock {
  if (!Array.isArray(value["columns"])) throw wrong(`${at}.columns`, "a list");
  return {
    name: text(value["name"], `${at}.name`),
    keys: value["columns"].map((key: unknown, index) => indexKeyOf(key, `${at}.columns[${index}]`)),
    unique: flag(value["unique"], `${at}.unique`, false),
    primary: flag(value["primary"], `${at}.primary`, false),
    nullsNotDistinct: flag(value["nullsNotDistinct"], `${at}.nullsNotDistinct`, false),
    deferrable: flag(value["deferrable"], `${at}.deferrable`, false),
    where: optional(value["where"], `${at}.where`),
    exact: flag(value["exact"], `${at}.exact`, true),
  };
}

function indexKeyOf(value: unknown, at: string): IndexKeyLock {
  if (typeof value === "string") return { column: value, expression: undefined, collation: undefined };
  const { column, expression, collation } = object(value, at);
  return {
    column: optional(column, `${at}.column`),
    expression: optional(expression, `${at}.expression`),
    collation: collationOf(collation, `${at}.collation`),
  };
}

const ON_DELETE = ["no action", "restrict", "cascade", "set null", "set default"] as const;

function foreignKeyOf(value: Fields, at: string): ForeignKeyLock {
  const references = object(value["references"], `${at}.references`);
  const onDelete = ON_DELETE.find((action) => action === (value["onDelete"] ?? "no action"));
  if (onDelete === undefined) throw wrong(`${at}.onDelete`, "an action");
  return {
    name: text(value["name"], `${at}.name`),
    columns: texts(value["columns"], `${at}.columns`),
    references: {
      schema: text(references["schema"], `${at}.references.schema`),
      table: text(references["table"], `${at}.references.table`),
      columns: texts(references["columns"], `${at}.references.columns`),
    },
    onDelete,
    deferred: flag(value["deferred"], `${at}.deferred`, false),
  };
}

function shown(version: unknown): string {
  return typeof version === "number" || typeof version === "string" ? JSON.stringify(version) : "none";
}
