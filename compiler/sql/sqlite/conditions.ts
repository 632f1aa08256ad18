import { conditionsOf } from "../conditions.ts";
import { constantText } from "./constants.ts";
import { cell, equalConstants } from "./fragments.ts";
import { quoted } from "../identifiers.ts";

export const { live, dead, expiryFilter, perishable, strays } = conditionsOf({
  quoted,
  equalConstants,
  otherThanConstant: (column) => `${cell("t", column)} IS NOT ${constantText(column)}`,
  notPassed: (time, instant) => `(${time} <= ${instant}) IS NOT TRUE`,
  /** The time now as a column of times has it. */
  now: "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')",
  always: "true",
  never: "false",
});
