import type { KnownRuntimeCode } from "../../runtime/codes.ts";

/**
 * How a code of a running worker looks where people meet it: what a start that fails says, a dead letter or a parked key as it lies in
 * Redis (without its value and times), or a line of the log.
 */
export const RUNTIME_EXAMPLES: Readonly<Record<KnownRuntimeCode, string>> = {
  RDI5001: failedStart(
    "RDI5001",
    "The source says lanes: 4, but this project was first started with 1; its streams are laid out for that.",
    "Write lanes: 1 in the source.",
  ),
  RDI5002: failedStart(
    "RDI5002",
    "Redis at cache:6379 cannot be reached: connect ECONNREFUSED 10.0.0.7:6379",
    "Check that the server runs, and the host, the port and the scheme (rediss:// for TLS) of the source's url.",
  ),
  RDI5003: failedStart(
    "RDI5003",
    "Redis at cache:6379 refused the login: WRONGPASS invalid username-password pair or user is disabled.",
    "Check the user and the password in the source's url.",
  ),
  RDI5004: failedStart(
    "RDI5004",
    "Redis at cache:6379 refused PSYNC, which capture by replication needs: NOPERM this user has no permissions",
    "Give the user the rights +psync +replconf +ping. A managed Redis often offers no replication at all.",
  ),
  RDI5005: failedStart(
    "RDI5005",
    "Target db: no connection to db:5432/shop: connect ECONNREFUSED 10.0.0.8:5432",
    "Check the host and the port in the target's url, and that PostgreSQL runs and accepts connections from this machine.",
  ),
  RDI5006: failedStart(
    "RDI5006",
    'Target db: the login was refused at db:5432/shop: password authentication failed for user "rdi"',
    "Check the user and the password in the target's url.",
  ),
  RDI5007: failedStart(
    "RDI5007",
    "Table public.cards does not exist, or the user can't see it.",
    "Correct its name, or create it: …",
  ),
  RDI5008: failedStart(
    "RDI5008",
    "Table public.cards has no unique index on exactly its key (number).",
    'Add one: CREATE UNIQUE INDEX ON "public"."cards" ("number");',
  ),
  RDI5009: failedStart(
    "RDI5009",
    "Target db: permission denied for schema public",
    "Let somebody who may do so run: …",
  ),
  RDI5010: letter("RDI5010", "birthday: not an ISO date", { site: "shop.rdi:14", found: "31.12.1999" }),
  RDI5011: letter("RDI5011", "visits: out of range for int", { site: "shop.rdi:15", found: "3000000000" }),
  RDI5012: letter("RDI5012", "email: null where it may not be", { site: "shop.rdi:12" }),
  RDI5013: letter("RDI5013", "country: longer than 2 characters", { site: "shop.rdi:13", found: "Nederland" }),
  RDI5014: letter("RDI5014", "name: not valid UTF-8", { site: "shop.rdi:11", found: "Z\\xfcrich" }),
  RDI5015: letter("RDI5015", "name: contains a NUL character", { site: "shop.rdi:11", found: "a\\x00b" }),
  RDI5016: letter("RDI5016", "share: division by zero", { site: "shop.rdi:16" }),
  RDI5017: letter("RDI5017", "kind: no arm fits", { site: "shop.rdi:17", found: "gold" }),
  RDI5018: letter("RDI5018", "an order without lines", { site: "shop.rdi:18" }),
  RDI5019: letter("RDI5019", "the key yields two different rows of lines with one (order_id, sku)", {
    site: "shop.rdi:20",
  }),
  RDI5020: letter(
    "RDI5020",
    'new row for relation "customers" violates check constraint "adult" (customers.adult) [23514]',
  ),
  RDI5021: JSON.stringify({
    code: "RDI5021",
    message: "a stream entry that is not a list of keys",
    key: "entry 1735689600000-0",
  }),
  RDI5022: letter("RDI5022", "the value has 20971520 bytes; max_value is 16777216", { site: "shop.rdi:9" }),
  RDI5023: letter("RDI5023", "value: not JSON: a comma or } should stand at byte 17", { site: "shop.rdi:9" }),
  RDI5024: letter(
    "RDI5024",
    "each time that this key was tried by itself the worker, or its connection to the target, came to an end",
    { site: "shop.rdi:9" },
  ),
  RDI5030: letter(
    "RDI5030",
    'duplicate key value violates unique constraint "customers_email_key" (customers.customers_email_key) [23505]',
  ),
  RDI5031: letter("RDI5031", "its row of customers belongs to another key", { rivals: ["customer:8"] }),
  RDI5032: letter(
    "RDI5032",
    'insert or update on table "cards" violates foreign key constraint "cards_customer_fkey" (cards.cards_customer_fkey) [23503]',
  ),
  RDI5033: letter("RDI5033", 'conflicting key value violates exclusion constraint "no_overlap" [23P01]'),
  RDI5040: line("RDI5040", 'customers.db is halted: relation "customers" does not exist [42P01]'),
  RDI5041: line(
    "RDI5041",
    "The dead letters of customers.db are full (10000 in this lane). Repair or purge them, or choose dead_letters_full: drop_oldest, then start again.",
  ),
  RDI5042: line(
    "RDI5042",
    "A sweep of customers.db would remove 9214 of 10000 rows. Nothing is removed until somebody runs: rdi resume customers.db --accept-deletes",
  ),
  RDI5043: line("RDI5043", "another worker has claimed this lane"),
  RDI5044: failedStart(
    "RDI5044",
    "The target was written from another Redis: it records 5f3c…, this Redis is 91ab….",
    "Check the source's URL. If this Redis is to take the other's place: UPDATE rdi_checkpoint SET source = NULL WHERE project = 'shop';",
  ),
  RDI5045: failedStart(
    "RDI5045",
    "This Redis evicts keys (maxmemory-policy allkeys-lru), and an eviction looks like a delete, so rows of customers would be removed.",
    "Set maxmemory-policy noeviction, or write evictions: remove in the source if rows are to go with evicted keys.",
  ),
  RDI5046: line(
    "RDI5046",
    "customers.db stops at customer:7, as on_reject: halt says: RDI5010 birthday: not an ISO date. Repair the key, then start again.",
  ),
  RDI5047: failedStart(
    "RDI5047",
    "Target cache is a Redis Cluster, in which no script can write all keys of a batch at once.",
    "Point the target's url at a single Redis or Valkey server, or at the primary of a replicated one.",
  ),
  RDI5048: line(
    "RDI5048",
    "the lane waits and tries again, for ever: this Redis was replaced by another one (its history 8f2c41d0 is over), so nothing is read from it",
  ),
};

/** As a worker writes it to stderr before it exits. */
function failedStart(code: string, message: string, hint: string): string {
  return `${code}: ${message}\n  ${hint}`;
}

/** A dead letter, or the reason why a key is parked. */
function letter(code: string, message: string, more: object = {}): string {
  return JSON.stringify({ code, message, key: "customer:7", ...more });
}

/** As pino writes it, without its time. */
function line(code: string, msg: string): string {
  return JSON.stringify({ level: code === "RDI5043" ? 40 : 50, code, msg });
}
