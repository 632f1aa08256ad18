/**
 * The READMEs of all samples, executed: their seeds side by side in one Redis, their tables in one PostgreSQL. RDI_UPDATE=1 writes what comes
 * out into them.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildSamples, startWorker, type Worker } from "../support/bundle.ts";
import { eventually } from "../support/eventually.ts";
import { asPsqlPrints } from "../support/psql.ts";
import { asRedisCliPrints } from "../support/redis-cli.ts";
import { sampleText, schemaOf, sendInline } from "../support/sample.ts";
import { setStage } from "../support/stage.ts";

const UPDATE = process.env["RDI_UPDATE"] === "1";
const FOLDER = fileURLToPath(new URL("../../samples/", import.meta.url));
/** Its README sends the reader to the demonstration. */
const OTHERS: ReadonlySet<string> = new Set(["shop"]);

const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !OTHERS.has(entry.name))
  .map(({ name }) => name);

const bundles = await buildSamples(names);
const schema = names.map(schemaOf).join("\n");
const stage = await setStage({ bundle: "", schema, moreTargets: ["STOREFRONT_URL"], redisTargets: ["CACHE_URL"] });
test.after(() => stage.close());
const workers = new Map<string, Worker>();

test("all samples run side by side", async () => {
  for (const name of names) await sendInline(stage.redisServer.port, sampleText(name, "seed.redis"));
  for (const [name, bundle] of bundles) workers.set(name, await startWorker({ bundle, env: stage.env }));
  for (const worker of workers.values()) await worker.ready();
  assert.is(workers.size, names.length);
});

for (const name of names) {
  test(`the README of ${name} shows what happens`, async () => {
    const text = sampleText(name, "README.md");
    let updated = text;
    for (const { block, language, body } of blocksOf(text)) {
      if (language === "text") updated = updated.replace(block, await shown(block, body));
      else if (body.startsWith("redis-cli "))
        await sendInline(stage.redisServer.port, body.replace(/^redis-cli /gm, ""));
    }
    if (UPDATE) writeFileSync(`${FOLDER}${name}/README.md`, updated);
    else assert.is(updated, text);
    await workers.get(name)?.stop();
  });
}

interface Block {
  readonly block: string;
  readonly language: string;
  readonly body: string;
}

function blocksOf(text: string): readonly Block[] {
  const blocks = [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)];
  return blocks.map(([block = "", language = "", body = ""]) => ({ block, language, body }));
}

/** The block with what the query yields, as soon as that is what it shows, or after a while. */
async function shown(block: string, body: string): Promise<string> {
  const [first = ""] = body.split("\n");
  let now = "";
  const look = async (): Promise<boolean> => {
    now = `\`\`\`text\n${first}\n${await printed(first)}\n\`\`\``;
    return now === block;
  };
  await eventually("it is as shown", look, { within: UPDATE ? 3000 : 15_000, every: 50 }).catch(() => undefined);
  return now;
}

/** Of `cache> GET a` what redis-cli prints, of `=> SELECT …` what psql does. */
async function printed(line: string): Promise<string> {
  const cache = stage.caches.get("CACHE_URL");
  if (line.startsWith("cache> ") && cache !== undefined) return asRedisCliPrints(cache, line.slice("cache> ".length));
  const pool = line.includes("storefront.") ? (stage.others.get("STOREFRONT_URL") ?? stage.database) : stage.database;
  return asPsqlPrints(await pool.query(line.slice("=> ".length)));
}

test.run();
