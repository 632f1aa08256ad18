/** Runs generated mappings on values written as JavaScript: what a read script would reply is made here, without a server. */
import { emitProject } from "../../../compiler/emit/project-files.ts";
import { openEmitter } from "../../../compiler/emitter.ts";
import { openProgram } from "../../../compiler/program.ts";
import { typeCheck } from "../../../compiler/type-check.ts";
import type { JobPlan, ReadPlan, TablePlan } from "../../../compiler/plan/ir.ts";
import type { Job, LookupReader, LookupScript, Table } from "../../../runtime/job.ts";
import { instant } from "../../../runtime/values/instant.ts";
import type { Raw } from "../../../runtime/values/raw.ts";
import type { Rejection } from "../../../runtime/values/rejection.ts";
import { tablesOf } from "../../support/tables.ts";
import { checkText } from "../check/support.ts";
import { loadJobs } from "./load-module.ts";
import { oneElement } from "./array-text.ts";

type Bytes = string | Buffer;

/** A key of Redis. A document is its text. */
export type Stored = (
  | { readonly hash: Readonly<Record<string, Bytes>> }
  | { readonly zset: Readonly<Record<string, string>> }
  | { readonly set: readonly Bytes[] }
  | { readonly list: readonly Bytes[] }
  | { readonly json: Bytes }
  | { readonly string: Bytes }
) & {
  /** In ms since 1970. */
  readonly expires?: number;
};

export type Redis = Readonly<Record<string, Stored>>;

export interface Mapping {
  readonly plan: JobPlan;
  readonly job: Job;
}

/** A row as PostgreSQL gets it, each value as its text. */
export type Row = Readonly<Record<string, string | null>>;

/** By the table's id in the plan: the rows; or `RDI5010 shop.rdi:7 v`, or `frozen`. */
export type Outcome = Readonly<Record<string, readonly Row[]>> | string;

/** 2024-02-29 12:34:56.789012+00 */
export const NOW = instant(1_709_210_096_789_012n);

/** The jobs of a project; its modules are type-checked. */
export async function mappingsOf(text: string): Promise<ReadonlyMap<string, Mapping>> {
  const { plan, diagnostics } = checkText(text);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (plan === undefined)
    throw new Error(
      errors
        .map(({ code, label, span }) => `${code} ${label}: ${span.file.text.slice(span.start, span.end)}`)
        .join("\n"),
    );
  const program = openProgram();
  const jobs = await loadJobs(await emitProject(plan, openEmitter(program)));
  typeCheck(program);
  return new Map(
    plan.jobs.map((planned) => {
      const job = jobs.find(({ name }) => name === planned.name);
      if (job === undefined) throw new Error(`${planned.name} is missing`);
      return [planned.name, { plan: planned, job }];
    }),
  );
}

export function evaluate(mapping: Mapping, key: string, redis: Redis): Outcome {
  const { plan, job } = mapping;
  const rows = mapKey(mapping, key, redis);
  if (rows === undefined) return "frozen";
  if (typeof rows === "string") return rows;
  return Object.fromEntries(
    tablesOf(job).map((table, index) => {
      const planned = planOf(plan, index);
      return [planned.id, table.rowsOf(rows).map((row) => shown(table, row, planned))];
    }),
  );
}

/** What the mapping yields; undefined while the key is frozen, or the rejection as text. */
export function mapKey({ plan, job }: Mapping, key: string, redis: Redis): object | string | undefined {
  const match = job.pattern.regex.exec(Buffer.from(key).toString("latin1"));
  if (match === null) throw new Error(`${key} does not match ${String(job.pattern.regex)}`);
  const parts = partsOf(redis[key], plan.read);
  if (parts === undefined) throw new Error(`${key} is absent`);
  const part = (index: number): Raw | null => parts[index] ?? null;
  try {
    const captures = job.captures((index) => Buffer.from(match[index] ?? "", "latin1"), part);
    const value = job.value(part, () => parts);
    return job.map(captures, value, NOW, lookupsOf({ plan, job }, redis));
  } catch (thrown: unknown) {
    return rejectionText(thrown);
  }
}

/** The row that a removal appends, or what a soft delete sets. */
export function goneRow({ plan, job }: Mapping, key: string): Row | string | undefined {
  const match = job.pattern.regex.exec(Buffer.from(key).toString("latin1"));
  const captures = job.captures(
    (index) => Buffer.from(match?.[index] ?? "", "latin1"),
    () => null,
  );
  const [table] = tablesOf(job);
  if (table?.goneRow === undefined) return undefined;
  try {
    return shown(table, table.goneRow(captures, NOW), planOf(plan, 0));
  } catch (thrown: unknown) {
    return rejectionText(thrown);
  }
}

/** By its shape: a loaded module brings a class of its own. */
export function rejectionText(thrown: unknown): string {
  if (thrown === null || typeof thrown !== "object" || !("code" in thrown && "site" in thrown)) throw thrown;
  const { code, site } = thrown as Rejection;
  return `${code} ${site.file}:${site.line} ${site.column}`;
}

function planOf({ tables }: JobPlan, index: number): TablePlan {
  const table = tables[index];
  if (table === undefined) throw new Error("the plan has no such table");
  return table;
}

/** Constants that tell `into`s apart stand in the statements and are no parameters. */
function shown(table: Table, row: object, { columns, owner }: TablePlan): Row {
  const values = [...(table.writes[0]?.values([row]) ?? [])];
  const constants = new Set(owner.filter(({ from }) => from.kind === "constant").map(({ column }) => column));
  return Object.fromEntries(
    columns.map(({ name }) => {
      const constant = Object.entries(row).find(([column]) => column === name)?.[1] as unknown;
      return [name, constants.has(name) ? String(constant) : oneElement(String(values.shift()))];
    }),
  );
}

type Parts = readonly (Raw | null)[];

/** What the script of the plan replies; undefined for a key that is absent or of another kind. */
function partsOf(
  stored: Stored | undefined,
  { kind, members, expiry }: Omit<ReadPlan, "sensitive">,
): Parts | undefined {
  const value = stored === undefined ? undefined : valueParts(stored, { kind, members });
  if (value === undefined) return undefined;
  const at = stored?.expires;
  return expiry ? [at === undefined ? null : Buffer.from(String(at)), ...value] : value;
}

function valueParts(stored: Stored, { kind, members }: Pick<ReadPlan, "kind" | "members">): Parts | undefined {
  const held = kind === "json" && "string" in stored ? { json: stored.string } : stored;
  if (!(kind in held)) return undefined;
  if (members !== "all" && members.length === 0) return [];
  if ("hash" in held) return members === "all" ? pairs(held.hash) : members.map(([name = ""]) => raw(held.hash[name]));
  if ("zset" in held) return pairs(held.zset);
  if ("set" in held) return held.set.map(raw);
  if ("list" in held) return held.list.map(raw);
  return "json" in held ? [Buffer.from("d"), raw(held.json)] : [raw(held.string)];
}

function pairs(entries: Readonly<Record<string, Bytes>>): Parts {
  return Object.entries(entries).flatMap(([name, value]) => [raw(name), raw(value)]);
}

function raw(value: Bytes | undefined): Raw | null {
  return value === undefined ? null : Buffer.from(value);
}

function lookupsOf({ plan, job }: Mapping, redis: Redis): Readonly<Record<string, LookupReader>> {
  return Object.fromEntries(
    plan.lookups.map((lookup) => {
      const script = job.lookups[lookup.name];
      if (script === undefined) throw new Error(`the job has no lookup ${lookup.name}`);
      const stored = (key: string | null): Stored | undefined => (key === null ? undefined : redis[key]);
      const { kind, members = [] } = lookup;
      const reader: LookupReader = {
        read: (key) => valueOf(partsOf(stored(key), { kind, members, expiry: false }), script),
        probe: (key, member) => (member === null ? null : memberOf(stored(key), { kind, member, script })),
      };
      return [lookup.name, reader];
    }),
  );
}

function valueOf(parts: Parts | undefined, script: LookupScript): unknown {
  if (script.read === undefined) throw new Error("the plan says that the value is not read");
  return parts === undefined
    ? null
    : script.value(
        (index) => parts[index] ?? null,
        () => parts,
      );
}

interface Asked {
  readonly kind: ReadPlan["kind"];
  readonly member: Raw;
  readonly script: LookupScript;
}

function memberOf(stored: Stored | undefined, { kind, member, script }: Asked): Raw | null {
  if (script.probe === undefined) throw new Error("the plan says that no member is asked for");
  if (stored === undefined || !(kind in stored)) return null;
  const name = String(member);
  if ("set" in stored) return stored.set.some((one) => String(one) === name) ? member : null;
  const found = "hash" in stored ? stored.hash[name] : "zset" in stored ? stored.zset[name] : undefined;
  const value = raw(found);
  return value === null ? null : (script.member?.(value) ?? value);
}
