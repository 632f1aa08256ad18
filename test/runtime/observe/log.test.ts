import { pino } from "pino";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readable } from "../../../runtime/observe/log.ts";

test("a line on a terminal has the time, the level, the message and the details", () => {
  let written = "";
  const log = pino({ base: null }, readable({ write: (text) => (written += text) }));
  log.child({ route: "orders.db" }).warn({ lane: 3, keys: ["a"] }, "something happened");
  assert.match(written, /^\d\d:\d\d:\d\d WARN {2}something happened {2}route=orders\.db {2}lane=3 {2}keys=\["a"\]\n$/);
});

test("an error is shown with its stack", () => {
  let written = "";
  const log = pino({ base: null }, readable({ write: (text) => (written += text) }));
  log.error(new Error("broken"));
  assert.match(written, /ERROR broken\nError: broken\n {4}at /);
});

test.run();
