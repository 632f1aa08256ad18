import type {
  ColumnPlan,
  ColumnType,
  DeliveryPlan,
  Plan,
  SitePlan,
  StepPlan,
  TablePlan,
  Value,
} from "../../../compiler/plan/ir.ts";

/** The plan of samples/shop/shop.rdi, written by hand: emission is tested without the phases before it. */
export const delivery: DeliveryPlan = {
  batch: 500,
  wait: 20,
  retryMin: 100,
  retryMax: 30_000,
  onReject: "dead_letter",
  deadLetters: 10_000,
  deadLettersFull: "halt",
  maxValue: 16 * 1024 * 1024,
  settle: 0,
  rate: 0,
};

const file = "shop.rdi";
const field = (name: string): Value => ({ kind: "field", name });
const capture = (name: string): Value => ({ kind: "capture", name });
const literal = (value: string | number | boolean | null): Value => ({ kind: "literal", value });
const call = (fn: string, args: readonly Value[], at?: SitePlan): Value => ({ kind: "call", fn, args, at });
const thunk = (body: Value): Value => ({ kind: "thunk", body });
const local = (name: string): Value => ({ kind: "local", local: name, lazy: true });
const exact = (text: string): Value => call("exact", [literal(text)]);

interface Build {
  readonly table: string;
  readonly name: string;
  readonly line: number;
  readonly type: ColumnType;
  readonly notNull?: boolean;
  readonly value: (at: SitePlan) => Value;
}

function column({ table, name, line, type, notNull = false, value }: Build): ColumnPlan {
  const at: SitePlan = { kind: "column", table, name, line };
  const bare = value(at);
  return {
    name,
    doc: undefined,
    type,
    notNull,
    nullable: !notNull,
    sensitive: false,
    value: notNull ? call("required", [bare], at) : bare,
    volatile: undefined,
    fields: [],
    place: { file, line },
  };
}

/** The step that fills the table with the values of its own columns. */
function into({ id, columns, place }: TablePlan): StepPlan {
  return { kind: "into", table: id, columns: columns.map(({ name, value }) => ({ column: name, value })), place };
}

const customers: TablePlan = {
  id: "customers",
  doc: undefined,
  place: { file, line: 11 },
  target: "warehouse",
  system: "postgres",
  schema: "public",
  table: "customers",
  key: ["id"],
  owner: [{ column: "id", from: { kind: "capture", name: "id" } }],
  mode: "upsert",
  period: undefined,
  onDelete: { kind: "remove" },
  onExpire: undefined,
  gone: undefined,
  columns: [
    column({
      table: "customers",
      name: "id",
      line: 12,
      type: { kind: "bigint" },
      notNull: true,
      value: (at) => call("decodeBigint", [capture("id")], at),
    }),
    column({
      table: "customers",
      name: "name",
      line: 13,
      type: { kind: "varchar", length: 120 },
      notNull: true,
      value: (at) => call("fitVarchar", [local("name"), literal(120)], at),
    }),
    column({
      table: "customers",
      name: "email",
      line: 14,
      type: { kind: "text" },
      notNull: true,
      value: (at) => call("lower", [call("decodeText", [field("email")], at)]),
    }),
    column({
      table: "customers",
      name: "region",
      line: 15,
      type: { kind: "text" },
      value: (at) => call("decodeText", [field("region")], at),
    }),
    column({
      table: "customers",
      name: "balance",
      line: 16,
      type: { kind: "numeric", precision: 12, scale: 2 },
      value: (at) =>
        call(
          "toNumeric",
          [call("coalesce", [call("decodeExact", [field("balance")], at), thunk(exact("0"))]), literal(12), literal(2)],
          at,
        ),
    }),
    column({
      table: "customers",
      name: "orders",
      line: 17,
      type: { kind: "int" },
      value: (at) =>
        call("toInt", [call("coalesce", [call("decodeExact", [field("orders")], at), thunk(exact("0"))])], at),
    }),
    column({
      table: "customers",
      name: "vip",
      line: 18,
      type: { kind: "boolean" },
      value: (at) => call("coalesce", [call("decodeBoolean", [field("vip")], at), thunk(literal(false))]),
    }),
    column({
      table: "customers",
      name: "created_at",
      line: 19,
      type: { kind: "timestamptz" },
      notNull: true,
      value: (at) => call("fromMillis", [call("decodeExact", [field("created")], at)], at),
    }),
  ],
};

const cards: TablePlan = {
  id: "cards",
  doc: undefined,
  place: { file, line: 28 },
  target: "warehouse",
  system: "postgres",
  schema: "public",
  table: "cards",
  key: ["shop", "number"],
  owner: [
    { column: "shop", from: { kind: "capture", name: "shop" } },
    { column: "number", from: { kind: "capture", name: "number" } },
  ],
  mode: "upsert",
  period: undefined,
  onDelete: { kind: "keep" },
  onExpire: undefined,
  gone: undefined,
  columns: [
    column({
      table: "cards",
      name: "shop",
      line: 29,
      type: { kind: "text" },
      notNull: true,
      value: (at) => call("decodeText", [capture("shop")], at),
    }),
    column({
      table: "cards",
      name: "number",
      line: 30,
      type: { kind: "text" },
      notNull: true,
      value: (at) => call("decodeText", [capture("number")], at),
    }),
    column({
      table: "cards",
      name: "holder",
      line: 31,
      type: { kind: "text" },
      value: (at) => call("decodeText", [field("holder")], at),
    }),
    column({
      table: "cards",
      name: "points",
      line: 32,
      type: { kind: "bigint" },
      value: (at) =>
        call("toBigint", [call("coalesce", [call("decodeExact", [field("points")], at), thunk(exact("0"))])], at),
    }),
    column({
      table: "cards",
      name: "worth",
      line: 33,
      type: { kind: "numeric", precision: 14, scale: 3 },
      value: (at) => call("toNumeric", [local("worth"), literal(14), literal(3)], at),
    }),
  ],
};

export const shopPlan: Plan = {
  project: "shop",
  source: {
    url: { kind: "env", name: "REDIS_URL", fallback: "redis://localhost:6379" },
    capture: "auto",
    guarantee: undefined,
    evictions: "refuse",
    lanes: 4,
    streamBudget: 67108864,
  },
  targets: [
    {
      name: "warehouse",
      system: "postgres",
      url: { kind: "env", name: "WAREHOUSE_URL", fallback: undefined },
      schema: "public",
      options: {},
    },
  ],
  jobs: [
    {
      name: "customers",
      doc: "One hash a customer. Test accounts stay out, and a deleted or expired customer's row goes.",
      place: { file, line: 6 },
      pattern: {
        text: "customer:{id:int}",
        parts: [
          { kind: "literal", text: "customer:" },
          { kind: "capture", name: "id", type: "int" },
        ],
      },
      read: {
        kind: "hash",
        members: ["region", "fname", "lname", "email", "balance", "orders", "vip", "created"].map((name) => [name]),
        expiry: false,
        sensitive: [],
      },
      lookups: [],
      body: [
        {
          kind: "where",
          conditions: [
            call("not", [
              call("same", [
                call("decodeText", [field("region")], { kind: "where", name: "where", line: 8 }),
                literal("test"),
              ]),
            ]),
          ],
          text: 'region is not "test"',
          place: { file, line: 8 },
          block: [
            {
              kind: "let",
              name: "name",
              local: "name",
              lazy: true,
              value: call("trim", [
                call("concat", [
                  call("decodeText", [field("fname")], { kind: "let", name: "name", line: 9 }),
                  literal(" "),
                  call("decodeText", [field("lname")], { kind: "let", name: "name", line: 9 }),
                ]),
              ]),
              place: { file, line: 9 },
            },
            into(customers),
          ],
        },
      ],
      tables: [customers],
      keys: [],
      memberwise: [],
      delivery,
    },
    {
      name: "cards",
      doc: "Loyalty cards. The row of a card that was handed in stays for the yearly report.",
      place: { file, line: 24 },
      pattern: {
        text: "card:{shop}:{number}",
        parts: [
          { kind: "literal", text: "card:" },
          { kind: "capture", name: "shop", type: "text" },
          { kind: "literal", text: ":" },
          { kind: "capture", name: "number", type: "text" },
        ],
      },
      read: { kind: "hash", members: ["points", "holder"].map((name) => [name]), expiry: false, sensitive: [] },
      lookups: [],
      body: [
        {
          kind: "let",
          name: "worth",
          local: "worth",
          lazy: true,
          value: call("multiply", [
            call("coalesce", [
              call("decodeExact", [field("points")], { kind: "let", name: "worth", line: 26 }),
              thunk(exact("0")),
            ]),
            exact("0.005"),
          ]),
          place: { file, line: 26 },
        },
        into(cards),
      ],
      tables: [cards],
      keys: [],
      memberwise: [],
      delivery,
    },
  ],
};
