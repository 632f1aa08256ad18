/** Two worker processes write one file, are killed and come back, while keys change at random; in the end the rows are what the keys say. */
import { join } from "node:path";
import { Redis } from "ioredis";
import Libsql from "libsql";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { startRedis, temporaryFolder } from "../setup/servers.mjs";
import { buildText, startWorker, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { random } from "../support/random.ts";
import { fileRows } from "../support/sqlite.ts";

const PROJECT = `
source redis { url: env("REDIS_URL"), lanes: 3 }
target db: sqlite { url: env("DB_URL") }

job carts {
  from json "cart:{id:int}"
  into db.carts key (id) { id: bigint = @id, owner: text = owner, total: numeric(12,2) = total }
  for line in lines { into db.lines key (cart_id, sku) { cart_id: bigint = @id, sku: text = line.sku, qty: int = line.qty } }
}

job people {
  from hash "person:{id:int}"
  into db.people key (id) { id: bigint = @id, name: text = name, gone: boolean = false } on delete set { gone: true }
}
`;

const SCHEMA = `
CREATE TABLE carts (id INTEGER PRIMARY KEY, owner TEXT, total TEXT) STRICT;
CREATE TABLE lines (cart_id INTEGER NOT NULL REFERENCES carts, sku TEXT NOT NULL, qty INTEGER, PRIMARY KEY (cart_id, sku)) STRICT;
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, gone INTEGER NOT NULL) STRICT;`;

interface Cart {
  readonly owner: string;
  /** In cents. */
  readonly total: number;
  readonly lines: Readonly<Record<string, number>>;
}

const r = random();
const server = await startRedis({ aof: true });
const redis = new Redis(server.url);
const file = join(temporaryFolder("rdi-converge-"), "shop.db");
const bundle = await buildText("shop", PROJECT);
const workers: Worker[] = [];
const carts = new Map<number, Cart>();
const people = new Map<number, { readonly name: string; readonly gone: boolean }>();

async function start(): Promise<void> {
  workers.push(await startWorker({ bundle, env: { REDIS_URL: server.url, DB_URL: `file:${file}` } }));
}

async function change(): Promise<void> {
  const id = r.int(1, 60);
  if (r.chance(0.5)) return changeCart(id);
  if (r.chance(0.2)) {
    await redis.del(`person:${id}`);
    const person = people.get(id);
    if (person !== undefined) people.set(id, { ...person, gone: true });
    return;
  }
  const name = `n${r.int(0, 1e6)}`;
  await redis.hset(`person:${id}`, { name });
  people.set(id, { name, gone: false });
}

async function changeCart(id: number): Promise<void> {
  if (r.chance(0.2)) {
    await redis.del(`cart:${id}`);
    carts.delete(id);
    return;
  }
  const skus = r.shuffle(["a", "b", "c", "D", "d", "é"]).slice(0, r.int(0, 5));
  const cart = {
    owner: r.pick(["Ada", "ada", "", "O'Neil"]),
    total: r.int(0, 1e6),
    lines: Object.fromEntries(skus.map((sku) => [sku, r.int(1, 9)])),
  };
  const lines = Object.entries(cart.lines).map(([sku, qty]) => ({ sku, qty }));
  const total = `${Math.floor(cart.total / 100)}.${String(cart.total % 100).padStart(2, "0")}`;
  await redis.set(
    `cart:${id}`,
    `{"owner":${JSON.stringify(cart.owner)},"total":${total},"lines":${JSON.stringify(lines)}}`,
  );
  carts.set(id, cart);
}

/** A person who was deleted before anybody saw the key has no row, or one that is marked. */
function expected(): readonly string[] {
  return [
    ...[...carts].map(([id, { owner, total }]) => JSON.stringify(["cart", id, owner, String(total / 100)])),
    ...[...carts].flatMap(([id, { lines }]) =>
      Object.entries(lines).map(([sku, qty]) => JSON.stringify(["line", id, sku, qty])),
    ),
    ...[...people].flatMap(([id, { name, gone }]) => (gone ? [] : [JSON.stringify(["person", id, name])])),
  ].sort();
}

function found(): readonly string[] {
  const texts = (query: string): readonly string[] =>
    fileRows(file, query).map((row) => JSON.stringify(Object.values(row as object)));
  return [
    ...texts("SELECT 'cart' AS k, id, owner, total FROM carts"),
    ...texts("SELECT 'line' AS k, cart_id, sku, qty FROM lines"),
    ...texts("SELECT 'person' AS k, id, name FROM people WHERE NOT gone"),
  ].sort();
}

test("the rows of a file are what the keys say, whoever was killed", async () => {
  const database = new Libsql(file);
  database.exec(SCHEMA);
  database.close();
  await Promise.all([start(), start()]);
  for (let round = 0; round < 6; round++) {
    for (let at = 0; at < 150; at++) await change();
    const [victim] = r.chance(0.7) ? workers.splice(r.int(0, workers.length - 1), 1) : [];
    await victim?.process.kill("SIGKILL");
    for (let at = 0; at < 50; at++) await change();
    if (victim !== undefined) await start();
  }
  let last: readonly string[] = [];
  try {
    await eventually("the rows equal the keys", () => JSON.stringify((last = found())) === JSON.stringify(expected()), {
      within: 60_000,
      every: 200,
    });
  } catch (error) {
    assert.equal(last, expected(), `${String(error)}, seed ${r.seed}`);
  }
  assert.ok(carts.size > 10);
  const gone = fileRows(file, "SELECT id FROM people WHERE gone").length;
  assert.ok(gone <= [...people.values()].filter((one) => one.gone).length, `seed ${r.seed}`);
});

test.after(async () => {
  for (const worker of workers) await worker.process.kill("SIGKILL");
  redis.disconnect();
  await server.remove();
});

test.run();
