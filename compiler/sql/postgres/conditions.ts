import { conditionsOf } from "../conditions.ts";
import { constantText } from "./constants.ts";
import { cell, equalConstants } from "./fragments.ts";
import { quoted } from "../identifiers.ts";

export const { live, dead, expiryFilter, perishable, strays } = conditionsOf({
  quoted,
  equalConstants,
  otherThanConstant: (column) => `${cell("t", column)} IS DISTINCT FROM ${constantText(column)}`,
  notPassed: (time, instant) => `(${time} <= ${instant}) IS NOT TRUE`,
  now: "now()",
  always: "true",
  never: "false",
});
