import type { Delivery } from "../../grammar/ast.ts";
import type { DeliveryPlan } from "../plan/ir.ts";
import { duration, size, whole, word } from "./setting-kinds.ts";
import { readSettings } from "./settings.ts";
import type { SettingTable } from "./settings.ts";
import type { Sink } from "./sink.ts";

/** The settings by the names of the language. */
interface DeliverySettings {
  readonly batch: number;
  readonly wait: number;
  readonly retry_min: number;
  readonly retry_max: number;
  readonly on_reject: DeliveryPlan["onReject"];
  readonly dead_letters: number;
  readonly dead_letters_full: DeliveryPlan["deadLettersFull"];
  readonly max_value: number;
  readonly settle: number;
  readonly rate: number;
}

const DELIVERY: SettingTable<DeliverySettings> = {
  where: "`delivery`",
  kinds: {
    batch: whole(1, 100_000),
    wait: duration(0),
    retry_min: duration(1),
    retry_max: duration(1),
    on_reject: word("dead_letter", "halt", "drop"),
    dead_letters: whole(1, 100_000_000),
    dead_letters_full: word("halt", "drop_oldest"),
    max_value: size(512 * 1024 * 1024),
    settle: duration(0),
    rate: whole(0, 100_000_000),
  },
  notYet: {},
};

export const defaultDelivery: DeliveryPlan = {
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

/** A `delivery` block over what holds without it. */
export function checkDelivery(delivery: Delivery, outer: DeliveryPlan, sink: Sink): DeliveryPlan {
  const { values, spans } = readSettings(delivery.settings, DELIVERY, sink);
  const plan: DeliveryPlan = {
    batch: values.batch ?? outer.batch,
    wait: values.wait ?? outer.wait,
    retryMin: values.retry_min ?? outer.retryMin,
    retryMax: values.retry_max ?? outer.retryMax,
    onReject: values.on_reject ?? outer.onReject,
    deadLetters: values.dead_letters ?? outer.deadLetters,
    deadLettersFull: values.dead_letters_full ?? outer.deadLettersFull,
    maxValue: values.max_value ?? outer.maxValue,
    settle: values.settle ?? outer.settle,
    rate: values.rate ?? outer.rate,
  };
  const span = spans.get("retry_max") ?? spans.get("retry_min");
  if (plan.retryMin > plan.retryMax && span !== undefined) {
    const name = spans.has("retry_max") ? "retry_max" : "retry_min";
    const expected =
      name === "retry_max"
        ? `not below \`retry_min\` (${plan.retryMin}ms)`
        : `not above \`retry_max\` (${plan.retryMax}ms)`;
    sink.report("RDI2011", span, {
      name,
      expected,
      hint: "Let the delay between attempts grow from `retry_min` to `retry_max`.",
    });
  }
  return plan;
}
