import type { StoredValue } from "../../../runtime/rehearse.ts";
import type { ColumnPlan, JobPlan } from "../../plan/ir.ts";
import { visitValues } from "../../plan/parts.ts";

/** A part of a key's value that can be varied: a field of a hash, a member of a document, an element of a collection. */
export interface Slot {
  /** `email`, `customer.id`, `items[].sku`; `member`, `score`, `name`, `value` of collections and strings. */
  readonly name: string;
  /** The columns that are made of it. */
  readonly columns: readonly ColumnPlan[];
}

/** What stands in each slot, as JSON; undefined where it is left out. */
export type Filling = ReadonlyMap<string, string | undefined>;

export function slotsOf(job: JobPlan): readonly Slot[] {
  const columns = job.tables.flatMap((table) => table.columns);
  const names = slotNames(job, columns);
  return names.map((name) => ({ name, columns: columns.filter((column) => isMadeOf(column, name, job)) }));
}

const TEXTS: ReadonlySet<string> = new Set(["text", "varchar", "char"]);

/** Of a map's entries nothing tells names and values apart but that names usually become text. */
function isMadeOf({ fields, type }: ColumnPlan, name: string, { read }: JobPlan): boolean {
  const made = fields.map((field) => field.replaceAll(/\[-?\d+\]/g, "[]"));
  if (read.kind === "set" || read.kind === "list") return made.includes("@value[]");
  if (read.kind === "string") return made.includes("@value");
  if (read.kind === "json" || made.includes(name)) return made.includes(name);
  return made.includes("@value") && TEXTS.has(type.kind) === (name === "member" || name === "name");
}

function slotNames(job: JobPlan, columns: readonly ColumnPlan[]): readonly string[] {
  switch (job.read.kind) {
    case "hash": {
      const names = fieldNames(job);
      return names.length === 0 ? ["name", "value"] : names;
    }
    case "json":
      return paths(job, columns);
    case "zset":
      return ["member", "score"];
    case "set":
    case "list":
      return ["member"];
    case "string":
      return ["value"];
  }
}

function fieldNames(job: JobPlan): readonly string[] {
  const names = new Set<string>();
  visitValues(job, (value) => {
    if (value.kind === "field") names.add(value.name);
  });
  return [...names];
}

/** Those that end somewhere: what has members of its own is made of them. */
function paths({ read, lookups }: JobPlan, columns: readonly ColumnPlan[]): readonly string[] {
  const known = lookups.map(({ name }) => name);
  const lineage = columns.flatMap(({ fields }) => fields).filter((name) => !name.startsWith("@"));
  const own = lineage.filter((name) => !known.includes(/^\w+/.exec(name)?.[0] ?? ""));
  const members = read.members === "all" ? [] : read.members.map((path) => path.join("."));
  const all = [...new Set([...own, ...members].map((name) => name.replaceAll(/\[-?\d+\]/g, "[]")))];
  return all.filter((name) => !all.some((other) => other.startsWith(`${name}.`) || other.startsWith(`${name}[`)));
}

/** Undefined where the key would be absent. */
export function valueOf(job: JobPlan, filling: Filling): StoredValue | undefined {
  const texts = new Map([...filling].map(([name, json]) => [name, json === undefined ? undefined : textOf(json)]));
  switch (job.read.kind) {
    case "hash":
      return hashOf(texts);
    case "json":
      return { kind: "json", text: documentOf(filling) };
    case "zset": {
      const [member, score] = [texts.get("member"), texts.get("score")];
      const isScore = score !== undefined && /^-?\d+(\.\d+)?$/.test(score);
      return member === undefined || !isScore ? undefined : { kind: "zset", members: [[member, score]] };
    }
    case "set":
    case "list": {
      const member = texts.get("member");
      return member === undefined ? undefined : { kind: job.read.kind, items: [member] };
    }
    case "string": {
      const text = texts.get("value");
      return text === undefined ? undefined : { kind: "string", text };
    }
  }
}

function hashOf(texts: ReadonlyMap<string, string | undefined>): StoredValue | undefined {
  const [name, value] = [texts.get("name"), texts.get("value")];
  const isMap = texts.size === 2 && texts.has("name") && texts.has("value");
  const pairs: readonly (readonly [string, string | undefined])[] = isMap ? [[name ?? "", value]] : [...texts];
  const fields = pairs.flatMap(([field, text]): readonly (readonly [string, string])[] =>
    text === undefined ? [] : [[field, text]],
  );
  return fields.length === 0 ? undefined : { kind: "hash", fields };
}

/** The text of a JSON string, or JSON's own text. */
function textOf(json: string): string {
  if (!json.startsWith('"')) return json;
  const text: unknown = JSON.parse(json);
  return String(text);
}

interface Node {
  readonly members: Map<string, Node>;
  element?: Node;
  leaf?: string;
}

function documentOf(filling: Filling): string {
  const root: Node = { members: new Map() };
  for (const [name, json] of filling) {
    if (json !== undefined) grow(root, name).leaf = json;
  }
  return nodeText(root);
}

function grow(root: Node, path: string): Node {
  let node = root;
  for (const step of path.match(/\[\]|[^.[\]]+/g) ?? []) {
    if (step === "[]") node = node.element ??= { members: new Map() };
    else {
      const next: Node = node.members.get(step) ?? { members: new Map() };
      node.members.set(step, next);
      node = next;
    }
  }
  return node;
}

function nodeText({ members, element, leaf }: Node): string {
  if (leaf !== undefined) return leaf;
  if (element !== undefined) return `[${nodeText(element)}]`;
  const entries = [...members].map(([name, node]) => `${JSON.stringify(name)}: ${nodeText(node)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
