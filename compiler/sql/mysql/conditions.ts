import { conditionsOf } from "../conditions.ts";
import { constantText } from "./constants.ts";
import { cell, equalConstants } from "./fragments.ts";
import { quoted } from "./identifiers.ts";

export const { live, dead, expiryFilter, perishable, strays } = conditionsOf({
  quoted,
  equalConstants,
  otherThanConstant: (column) => `NOT (${cell("t", column)} <=> ${constantText(column)})`,
  notPassed: (time, instant) => `(${time} <= ${instant}) IS NOT TRUE`,
  now: "NOW(6)",
  always: "TRUE",
  never: "FALSE",
});
