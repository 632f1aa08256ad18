import type { SourceFile } from "../../grammar/source.ts";
import { random, type Random } from "../support/random.ts";

export interface ProjectSize {
  readonly jobs: number;
  readonly perFile: number;
}

const SEED = 20;

/**
 * A project of many jobs, always the same: files of as many jobs as a team would put into one, which are customers, cards, orders, devices
 * and sessions of as many regions, with 5 to 12 columns each. `source` and `target` stand in a file of their own.
 */
export function manyJobs({ jobs, perFile }: ProjectSize): readonly SourceFile[] {
  const dice = random(SEED);
  const texts = Array.from({ length: jobs }, (_, index) => jobText(index, dice));
  const files = Array.from({ length: Math.ceil(jobs / perFile) }, (_, index) => ({
    path: `jobs-${String(index).padStart(3, "0")}.rdi`,
    text: texts.slice(index * perFile, (index + 1) * perFile).join("\n"),
  }));
  return [{ path: "connections.rdi", text: CONNECTIONS }, ...files];
}

const CONNECTIONS = `source redis { url: env("REDIS_URL", "redis://localhost:6379") }
target warehouse: postgres { url: env("WAREHOUSE_URL"), schema: "public" }
`;

function jobText(index: number, dice: Random): string {
  const name = `${dice.pick(REGIONS)}_${index}`;
  const optional = dice.shuffle(OPTIONAL).slice(0, dice.int(0, 5));
  return dice.pick([customers, cards, orders, devices, sessions])(name, optional).replaceAll("\n\n", "\n");
}

const REGIONS = ["berlin", "lisbon", "oslo", "quito", "lagos", "osaka", "perth"];

/** Columns that any job may have. */
const OPTIONAL = [
  "note: text = trim(note)",
  "channel: varchar(20) = lower(channel)",
  "visits: int = visits ?? 0",
  "rating: numeric(3,1)",
  "active: boolean = active ?? true",
  "external: uuid",
  "weight: double",
  "seen_on: date",
];

type Template = (name: string, optional: readonly string[]) => string;

const customers: Template = (name, optional) => `/// Customers of ${name}. Test accounts stay out.
job customers_${name} {
  from hash "customer:${name}:{id:int}"
  where region is not "test"
  let name = trim("{fname} {lname}")

  into warehouse.customers_${name} key (id) {
    id: bigint = @id
    name: varchar(120) not null
    email: text not null = lower(email)
    balance: numeric(12,2) = balance ?? 0
    orders: int = orders ?? 0
    vip: boolean = vip ?? false
    created_at: timestamptz not null = from_millis(created)
${lines(optional)}
  }
}
`;

const cards: Template = (name, optional) => `/// Loyalty cards of ${name}; a row stays for the yearly report.
job cards_${name} {
  from hash "card:${name}:{shop}:{number}"
  let worth = (points ?? 0) * 0.005

  into warehouse.cards_${name} key (shop, number) {
    shop: text = @shop
    number: text = @number
    holder: text
    points: bigint = points ?? 0
    worth: numeric(14,3)
${lines(optional)}
  } on delete keep
}
`;

const orders: Template = (name, optional) => `job orders_${name} {
  from hash "${name}:order:{id:uuid}"
  where state is not null and total > 0
  let net = round(total / 1.19, 4)

  into warehouse.orders_${name} key (id) {
    id: uuid = @id
    state: varchar(16) not null = lower(state)
    total: numeric(14,2) not null
    net: numeric(14,4) = net
    paid: boolean = paid ?? false
    placed_at: timestamptz = from_millis(placed)
${lines(optional)}
  }
}
`;

const devices: Template = (name, optional) => `job devices_${name} {
  from hash "device:${name}:{site}:{serial:bigint}"

  into warehouse.devices_${name} key (site, serial) {
    site: text = @site
    serial: bigint = @serial
    firmware: text = firmware ?? "unknown"
    voltage: real
    installed: date
${lines(optional)}
  }
}
`;

const sessions: Template = (name, optional) => `/// Sessions of ${name}, found by their whole key.
job sessions_${name} {
  from hash "session:${name}:{token}"
  delivery { batch: 200, wait: 50ms }

  into warehouse.sessions_${name} key (id) {
    id: text = @key
    token: text = @token
    account: bigint not null
    agent: varchar(200) = left(agent, 200)
    started: timestamp
${lines(optional)}
  }
}
`;

function lines(columns: readonly string[]): string {
  return columns.map((column) => `    ${column}`).join("\n");
}
