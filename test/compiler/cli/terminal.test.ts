import { test } from "uvu";
import * as assert from "uvu/assert";
import { terminalOutput } from "../../../compiler/terminal.ts";

function output(isTTY: boolean, env: Readonly<Record<string, string>>) {
  const stream = { isTTY, write: () => true };
  return terminalOutput({ stdout: stream, stderr: stream, env });
}

const CASES: readonly (readonly [string, boolean, Readonly<Record<string, string>>, boolean])[] = [
  ["a terminal has colour", true, {}, true],
  ["a file has none", false, {}, false],
  ["NO_COLOR takes it away", true, { NO_COLOR: "1" }, false],
  ["an empty NO_COLOR means nothing", true, { NO_COLOR: "" }, true],
  ["a dumb terminal has none", true, { TERM: "dumb" }, false],
  ["FORCE_COLOR gives it to a file", false, { FORCE_COLOR: "1" }, true],
  ["an empty FORCE_COLOR as well", false, { FORCE_COLOR: "" }, true],
  ["FORCE_COLOR=0 takes it away", true, { FORCE_COLOR: "0" }, false],
  ["FORCE_COLOR=false as well", true, { FORCE_COLOR: "false" }, false],
  ["NO_COLOR wins over FORCE_COLOR", true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
  ["a dumb terminal does too", true, { TERM: "dumb", FORCE_COLOR: "3" }, false],
];

for (const [name, isTTY, env, color] of CASES) test(name, () => assert.is(output(isTTY, env).color, color));

test("only a terminal's screen is cleared", () => {
  assert.is(output(true, {}).screen, true);
  assert.is(output(false, { FORCE_COLOR: "1" }).screen, false);
  assert.is(output(true, { TERM: "dumb" }).screen, false);
});

test.run();
