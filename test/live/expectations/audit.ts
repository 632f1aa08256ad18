/** Which row samples/audit should append for a change that leaves an account so. */
import type { Row } from "./expectation.ts";
import { decimal, numeric, Refused, text } from "./values.ts";

export type Change = { readonly row: Row } | { readonly rejected: string } | undefined;

/** `fields` is undefined when the account is gone. Undefined when the change is nobody's business. */
export function changeOf(id: string, fields: ReadonlyMap<string, Buffer> | undefined): Change {
  if (fields === undefined) return { row: { account_id: id, op: "deleted", owner: null, balance: null, state: null } };
  try {
    const state = new Map([...fields].map(([name, value]) => [name, () => text(value)]));
    const field = (name: string): string | null => state.get(name)?.() ?? null;
    if (field("kind") === "test") return undefined;
    const owner = field("owner");
    const spelled = field("balance");
    const balance = spelled === null ? null : numeric(decimal(spelled), 14, 2);
    const members = [...state].map(([name, value]) => [name, value()] as const);
    members.sort(([one], [other]) => (one < other ? -1 : 1));
    const json = JSON.stringify(Object.fromEntries(members));
    return { row: { account_id: id, op: "changed", owner, balance, state: json } };
  } catch (thrown: unknown) {
    if (thrown instanceof Refused) return { rejected: thrown.codes[0] ?? "" };
    throw thrown;
  }
}
