import type { RedisKeyPlan } from "../plan/ir.ts";
import { constant, objectLiteral, type Declaration } from "./declarations.ts";
import type { JobContext } from "./job-context.ts";
import { stringLiteral } from "./literals.ts";
import { propertyOf } from "./names.ts";
import { goneRow } from "./owner.ts";

/** `const addrTable: RedisTable<…> = { … };` */
export function redisTableConstant(key: RedisKeyPlan, context: JobContext): Declaration {
  const { constant: name, rowType } = context.tableNames(key);
  const { keyType, rowsType } = context.names;
  const type = `${context.imports.type("RedisTable")}<${keyType}, ${rowsType}, ${rowType}>`;
  const isStream = key.kind === "stream";
  const properties = [
    `target: ${stringLiteral(key.target)}`,
    `table: ${stringLiteral(key.text)}`,
    `site: ${stringLiteral(`${key.place.file}:${key.place.line}`)}`,
    `mode: "${isStream ? "append" : "upsert"}"`,
    `columns: []`,
    `key: [${identity(key).map(stringLiteral).join(", ")}]`,
    `keep: ${key.keep}`,
    ...(key.volatile === undefined ? [] : [`volatile: ${stringLiteral(key.volatile)}`]),
    `rowsOf: (rows) => ${propertyOf("rows", key.id)}`,
    `ownerOf: ${isStream ? '() => ({ key: "" })' : "(key) => ({ key: key.key })"}`,
    `identityOf: ${identityOf(key, context)}`,
    `contentOf: (row) => ${context.imports.value("redisContent")}(row)`,
    ...goneRow(key, context),
    `writeOf: (row) => ({ kind: "${key.kind}", ${mergeOf(key)}...row })`,
    `owners: ${ownersOf(key, context)}`,
  ];
  return constant({ name, type, value: objectLiteral(properties) });
}

function identity({ kind }: RedisKeyPlan): readonly string[] {
  if (kind === "stream") return [];
  return kind === "set" || kind === "zset" ? ["key", "member"] : ["key"];
}

/** Nothing tells entries apart that are only ever added. */
function identityOf({ kind }: RedisKeyPlan, { imports }: JobContext): string {
  if (kind === "stream") return '() => ""';
  const isMember = kind === "set" || kind === "zset";
  return isMember ? `(row) => ${imports.value("redisMember")}(row.key, row.member)` : "(row) => row.key";
}

function mergeOf({ kind, merge }: RedisKeyPlan): string {
  return kind === "hash" || kind === "json" ? `merge: ${merge}, ` : "";
}

/** All keys of one target have one listing, which goes by the route's name. */
function ownersOf(key: RedisKeyPlan, { job }: JobContext): string {
  if (key.keep) return "undefined";
  return objectLiteral([
    `name: ${stringLiteral(`${job.name}.${key.target}`)}`,
    `keyOf: ([key]) => (pattern.test(key ?? "") ? (key ?? undefined) : undefined)`,
  ]);
}
