import type { ReadValue } from "../apply/packed-reply.ts";
import type { BatchReads, ReadRequest } from "../apply/read.ts";
import type { Job } from "../job.ts";
import type { Raw } from "../values/raw.ts";
import type { JobFacts, ReadFacts } from "./facts.ts";
import type { Keyspace, StoredKey } from "./keyspace.ts";

/** A model of the read scripts: what they would reply of a key. Null when it is absent or of another kind. */
export function readKey(stored: StoredKey | undefined, { kind, members, expiry }: ReadFacts): ReadValue {
  const parts = stored === undefined ? undefined : partsOf(stored, kind, members);
  if (parts === undefined) return null;
  const { expires } = stored ?? {};
  return expiry ? [expires === undefined ? null : String(expires / 1000n), ...parts] : parts;
}

type Parts = readonly (Raw | null)[];

function partsOf({ value }: StoredKey, kind: ReadFacts["kind"], members: ReadFacts["members"]): Parts | undefined {
  // A document may be a string that holds JSON.
  if (value.kind !== kind && !(kind === "json" && value.kind === "string")) return undefined;
  if (members !== "all" && members.length === 0) return [];
  switch (value.kind) {
    case "hash":
      return members === "all" ? value.fields.flat().map(rawOf) : members.map(([name]) => fieldOf(value.fields, name));
    case "zset":
      return inOrderOfScores(value.members).flatMap(([member, score]) => [rawOf(member), score]);
    case "set":
    case "list":
      return value.items.map(rawOf);
    case "json":
    case "string":
      return kind === "json" ? ["d", rawOf(value.text)] : [rawOf(value.text)];
  }
}

function fieldOf(fields: readonly (readonly [string, string])[], name: string | undefined): Raw | null {
  const found = fields.find(([field]) => field === name);
  return found === undefined ? null : rawOf(found[1]);
}

type Scored = readonly [member: string, score: string];

/** Equal scores by the members' bytes. */
function inOrderOfScores(members: readonly Scored[]): readonly Scored[] {
  return [...members].sort(
    ([one, score], [other, otherScore]) =>
      Number(score.replace("inf", "Infinity")) - Number(otherScore.replace("inf", "Infinity")) ||
      Buffer.compare(Buffer.from(one), Buffer.from(other)),
  );
}

/** As an unpacked reply has it: short ASCII is text, the rest are bytes. */
function rawOf(text: string): Raw {
  return text.length <= 64 && /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, "utf8");
}

/** A model of a batch's reads, for lookups: which key's what a script asks for is known by its text. */
export function modelReads(job: Job, facts: JobFacts, keyspace: Keyspace): BatchReads {
  const answers = new Map<string, (key: string, member: Raw | undefined) => ReadValue>();
  for (const { name, kind, members = [] } of facts.lookups) {
    const script = job.lookups[name];
    if (script?.read !== undefined)
      answers.set(script.read, (key) => readKey(keyspace.get(key), { kind, members, expiry: false }));
    if (script?.probe !== undefined)
      answers.set(script.probe, (key, member) => probed(keyspace.get(key), kind, member ?? ""));
  }
  const readAll = async ({ script, keys, operands }: ReadRequest): Promise<readonly ReadValue[]> => {
    const answer = answers.get(script.text);
    if (answer === undefined) throw new Error("a lookup reads what the plan does not know");
    const given = operands([...keys.keys()]);
    return keys.map((key, at) => answer(key, rawArgument(given[at])));
  };
  return { read: readAll, readAll, at: () => undefined };
}

function rawArgument(given: Raw | number | undefined): Raw | undefined {
  return typeof given === "number" ? String(given) : given;
}

function probed(stored: StoredKey | undefined, kind: ReadFacts["kind"], member: Raw): ReadValue {
  const value = stored?.value;
  if (value === undefined || value.kind !== kind) return null;
  const name = String(member);
  if (value.kind === "set") return [value.items.includes(name) ? member : null];
  const entries = value.kind === "hash" ? value.fields : value.kind === "zset" ? value.members : [];
  return [fieldOf(entries, name)];
}
