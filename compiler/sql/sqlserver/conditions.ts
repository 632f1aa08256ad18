import { conditionsOf } from "../conditions.ts";
import { cell, equalConstants } from "./fragments.ts";
import { quoted } from "./identifiers.ts";

export const { live, dead, expiryFilter, perishable, strays } = conditionsOf({
  quoted,
  equalConstants,
  otherThanConstant: (column) => `${cell("t", column)} IS NULL OR NOT (${equalConstants([column]).join("")})`,
  notPassed: (time, instant) => `(${time} > ${instant} OR ${time} IS NULL OR ${instant} IS NULL)`,
  now: "SYSUTCDATETIME()",
  always: "1 = 1",
  never: "1 = 0",
});
