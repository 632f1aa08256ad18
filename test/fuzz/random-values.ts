/** Values of Redis as a mapping may meet them, and what it answers. */
import type { Plan } from "../../compiler/plan/ir.ts";
import type { Job } from "../../runtime/job.ts";
import { instant } from "../../runtime/values/instant.ts";
import type { Raw } from "../../runtime/values/raw.ts";
import type { Random } from "../support/random.ts";
import type { Kind } from "./well-typed.ts";

type Parts = readonly (Raw | null)[];

const TEXTS = [
  "",
  "0",
  "-7",
  "12.50",
  "1e400",
  "true",
  "x",
  "a,b",
  "2024-02-30",
  "2024-03-31T01:30:00Z",
  "null",
  "[1,2]",
  "é😀",
];
const JSON_TEXTS = [
  "null",
  "{}",
  "[]",
  '{"a":1,"b":"x","items":[{"sku":"s","qty":2},null,3],"price":9007199254740993}',
  '{"a":{"sku":[1,{"qty":0.1}]},"items":{"k":[[]]},"b":null}',
  '["a",1,true,null]',
  '"text"',
];

/** What a read script replies of a key of that kind. */
export function someParts(kind: Kind, plan: Plan, dice: Random): Parts {
  const read = plan.jobs[0]?.read;
  const expiry: Parts = read?.expiry === true ? [dice.chance(0.5) ? null : "1700000000000"] : [];
  return [...expiry, ...valueParts(kind, read?.members ?? [], dice)];
}

type Members = Plan["jobs"][number]["read"]["members"];

function valueParts(kind: Kind, members: Members, dice: Random): Parts {
  const raw = (): Raw => (dice.chance(0.2) ? dice.bytes(dice.int(0, 4)) : dice.pick([...TEXTS, ...JSON_TEXTS]));
  const some = (length: number): Raw[] => Array.from({ length }, raw);
  switch (kind) {
    case "hash":
      if (members !== "all") return members.map(() => (dice.chance(0.3) ? null : raw()));
      return some(dice.int(0, 4)).flatMap((value, at) => [["a", "b", "items", "price"][at] ?? "z", value]);
    case "zset":
      return some(dice.int(0, 4)).flatMap((member, at) => [
        `${at}${String(member)}`,
        dice.pick(["1", "0.5", "inf", "-3e10", "1480000000000000"]),
      ]);
    case "set":
    case "list":
      return some(dice.int(0, 4));
    case "string":
      return [raw()];
    case "json":
      return ["d", dice.pick(JSON_TEXTS)];
  }
}

/** "rows", or the code of the rejection. Everything else that is thrown comes through. */
export function answer(job: Job, parts: Parts, dice: Random): string {
  const part = (index: number): Raw | null => parts[index] ?? null;
  const present = (name: string): object => ({
    [name]: { read: () => null, probe: () => (dice.chance(0.5) ? null : "1") },
  });
  const lookups = Object.assign({}, ...Object.keys(job.lookups).map(present));
  try {
    const value = job.value(part, () => parts);
    job.map(
      job.captures(() => "7", part),
      value,
      instant(0n),
      lookups,
    );
    return "rows";
  } catch (thrown: unknown) {
    if (thrown !== null && typeof thrown === "object" && "code" in thrown && "site" in thrown)
      return String(thrown.code);
    throw thrown;
  }
}
