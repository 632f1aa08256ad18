import type { Source } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { SourcePlan } from "../plan/ir.ts";
import { checkSecrets } from "./secrets.ts";
import { indirectText, size, whole, word } from "./setting-kinds.ts";
import { readSettings } from "./settings.ts";
import type { SettingTable } from "./settings.ts";
import { checkUrl, IN_URL } from "./setting-urls.ts";
import type { Sink } from "./sink.ts";

/** The settings by the names of the language. */
interface SourceSettings extends Omit<SourcePlan, "streamBudget" | "guarantee"> {
  readonly guarantee: "at_least_once";
  readonly stream_budget: number;
}

const MEBIBYTE = 1024 * 1024;

const SOURCE: SettingTable<SourceSettings> = {
  where: "a `source redis`",
  kinds: {
    url: indirectText,
    capture: word("auto", "replication"),
    guarantee: word("at_least_once"),
    evictions: word("refuse", "remove"),
    lanes: whole(1, 256),
    stream_budget: size(MEBIBYTE * MEBIBYTE, MEBIBYTE),
  },
  notYet: {
    user: IN_URL,
    username: IN_URL,
    password: IN_URL,
    tls: "Use a `rediss://` URL.",
    ca: "Set `NODE_EXTRA_CA_CERTS` where the worker runs.",
    sentinel: "Use a `redis+sentinel://` URL.",
    nodes: undefined,
  },
  wordsNotYet: { capture: ["tracking", "notifications"] },
};

export const defaultLanes = 1;

export const defaultStreamBudget = 256 * MEBIBYTE;

/** Undefined when it has errors. */
export function checkSource(source: Source, sink: Sink): SourcePlan | undefined {
  const system = source.system.text;
  if (system !== "redis") {
    sink.report("RDI2002", source.system.span, {
      what: "source",
      name: system,
      known: ["redis"],
      near: suggest(system, ["redis"]),
    });
    return undefined;
  }
  checkSecrets(source.settings, "REDIS", sink);
  const { values, spans } = readSettings(source.settings, SOURCE, sink);
  if (!spans.has("url"))
    sink.report("RDI2010", source.system.span, {
      where: "a source",
      name: "url",
      example: 'env("REDIS_URL", "redis://localhost:6379")',
    });
  checkUrl(source.settings, values.url, ["redis://", "rediss://", "redis+sentinel://", "rediss+sentinel://"], sink);
  if (values.url === undefined) return undefined;
  const { url, capture = "auto", evictions = "refuse", lanes = defaultLanes, guarantee } = values;
  const { stream_budget: streamBudget = defaultStreamBudget } = values;
  return { url, capture, guarantee, evictions, lanes, streamBudget };
}
