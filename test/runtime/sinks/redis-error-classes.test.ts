import { test } from "uvu";
import * as assert from "uvu/assert";
import { sinkError } from "../../../runtime/sinks/redis/error-classes.ts";
import { SinkError } from "../../../runtime/sinks/sink.ts";

function reply(message: string): Error {
  const error = new Error(message);
  error.name = "ReplyError";
  return error;
}

const REPLIES: readonly (readonly [string, SinkError["class"], string])[] = [
  ["LOADING Redis is loading the dataset in memory", "connection", "LOADING"],
  ["OOM command not allowed when used memory > 'maxmemory'.", "connection", "OOM"],
  ["READONLY You can't write against a read only replica.", "connection", "READONLY"],
  ["MISCONF Redis is configured to save RDB snapshots", "connection", "MISCONF"],
  ["NOREPLICAS Not enough good replicas to write.", "connection", "NOREPLICAS"],
  ["BUSY Redis is busy running a script.", "connection", "BUSY"],
  ["MASTERDOWN Link with MASTER is down", "connection", "MASTERDOWN"],
  ["NOSCRIPT No matching script. Please use EVAL.", "connection", "NOSCRIPT"],
  ["ERR max number of clients reached", "connection", "ERR"],
  ["WRONGTYPE Operation against a key holding the wrong kind of value", "order", "WRONGTYPE"],
  ["NOAUTH Authentication required.", "halt", "NOAUTH"],
  ["WRONGPASS invalid username-password pair", "halt", "WRONGPASS"],
  ["NOPERM this user has no permissions to run the 'eval' command", "halt", "NOPERM"],
  [
    "ERR The user executing the script can't run this command or subcommand script: x, on @user_script:1.",
    "halt",
    "NOPERM",
  ],
  ["MOVED 3999 127.0.0.1:6381", "halt", "MOVED"],
  ["ERR unknown command", "halt", "ERR"],
  ["something else", "halt", ""],
];

for (const [message, kind, code] of REPLIES) {
  test(`${message.split(" ").slice(0, 4).join(" ")} … is of the class ${kind}`, () => {
    const error = sinkError(reply(message), "commit");
    assert.equal([error.class, error.serverCode, error.place.statement], [kind, code, "commit"]);
  });
}

test("trouble of the network is of the class connection, a mistake of ours halts, and a SinkError stays what it is", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
  assert.equal([sinkError(refused, "").class, sinkError(refused, "").serverCode], ["connection", "ECONNREFUSED"]);
  assert.is(sinkError(new Error("Command timed out"), "").class, "connection");
  assert.is(sinkError(new Error("Connection is closed."), "").class, "connection");
  assert.is(sinkError("a word", "").class, "connection");
  assert.is(sinkError(new TypeError("x is not a function"), "").class, "halt");
  const known = new SinkError("data", "", "no");
  assert.is(sinkError(known, ""), known);
});

test.run();
