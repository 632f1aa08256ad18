/**
 * Whatever the checker accepts must become TypeScript without a type error, and code that yields a row or a rejection, never an exception:
 * random columns, of which the checker keeps the right ones, in one job a kind of value.
 */
import { check } from "../../compiler/check/check.ts";
import { emitProject } from "../../compiler/emit/project-files.ts";
import { openEmitter } from "../../compiler/emitter.ts";
import { openProgram } from "../../compiler/program.ts";
import { typeCheck } from "../../compiler/type-check.ts";
import type { Plan } from "../../compiler/plan/ir.ts";
import { parse } from "../../grammar/parse.ts";
import type { Random } from "../support/random.ts";
import { someExpression, someType } from "./expression-texts.ts";

export const KINDS = ["hash", "json", "set", "zset", "list", "string"] as const;
export type Kind = (typeof KINDS)[number];

const HEAD = 'source redis { url: env("REDIS_URL") }\ntarget db: postgres { url: env("DB_URL") }\n';
const FUNCTIONS = 'fn twice(x: numeric) = x + x\nfn city(address: json) = address.city ?? "?"\n';

/** A job of that kind with these columns; what the expressions name is a field, or bound by a `let` where there are none. */
export function jobText(kind: Kind, columns: readonly string[]): string {
  const fields = kind === "hash" || kind === "json";
  const lets = fields ? [] : ["a", "b", "items", "price"].map((name) => `  let ${name} = ${LETS[kind]}`);
  return [
    HEAD + FUNCTIONS,
    "job j {",
    `  from ${kind} "t:{id:int}"`,
    ...lets,
    '  let words = split("a,b", ",")',
    '  let doc = parse_json("[]")',
    '  lookup country = hash "country:{@id}"',
    '  lookup tags = set "tags:{@id}"',
    "  into db.t key (id) {",
    "    id: bigint = @id",
    "    n: numeric = twice(1)",
    ...columns.map((column) => `    ${column}`),
    "  }",
    "}",
  ].join("\n");
}

const LETS: Readonly<Record<Kind, string>> = {
  hash: "",
  json: "",
  set: "@value",
  zset: "@value",
  list: "@value[0]",
  string: "@value",
};

export interface Accepted {
  readonly plan: Plan;
  readonly columns: readonly string[];
}

/** Columns that the checker has nothing against, and their plan together. */
export function acceptedColumns(kind: Kind, dice: Random, wanted: number): Accepted {
  const columns: string[] = [];
  for (let tried = 0; columns.length < wanted && tried < wanted * 400; tried++) {
    const column = `c${columns.length}: ${someType(dice)} = ${someExpression(dice, dice.int(0, 3))}`;
    if (planOf(jobText(kind, [column])) !== undefined) columns.push(column);
  }
  const plan = planOf(jobText(kind, columns));
  if (plan === undefined) throw new Error(`Columns are right one by one, and not together:\n${jobText(kind, columns)}`);
  return { plan, columns };
}

/** The same column, null where its value rejects. */
export function tried(column: string): string {
  const equals = column.indexOf("=");
  return `${column.slice(0, equals)}= try(${column.slice(equals + 1).trim()})`;
}

export function planOf(text: string): Plan | undefined {
  const { file, diagnostics } = parse({ path: "j.rdi", text });
  return diagnostics.length > 0 ? undefined : check([file], { project: "fuzz" }).plan;
}

/** Throws where an emitted module has a type error. */
export async function emitChecked(plan: Plan): Promise<void> {
  const program = openProgram();
  await emitProject(plan, openEmitter(program));
  typeCheck(program);
}
