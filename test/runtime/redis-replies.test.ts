import { test } from "uvu";
import * as assert from "uvu/assert";
import { lacksRight, replyCode } from "../../runtime/redis-replies.ts";

/** Word for word from the servers that are named. */
const REFUSALS: readonly (readonly [string, string])[] = [
  ["Redis 7.0", "NOPERM this user has no permissions to run the 'set' command"],
  ["Valkey 9.1", "NOPERM User u has no permissions to run the 'set' command"],
  [
    "Redis 6.2, in a script",
    "ERR Error running script (call to f_b2): @user_script:1: @user_script: 1: The user executing the script can't run this command or subcommand",
  ],
  [
    "Redis 7.0, in a script",
    "ERR The user executing the script can't run this command or subcommand script: b2, on @user_script:1.",
  ],
  [
    "Redis 7.0, a key of a script",
    "ERR The user executing the script can't access at least one of the keys mentioned in the command arguments script: b2, on @user_script:1.",
  ],
  [
    "Valkey 8 and 9, in a script",
    "ERR ACL failure in script: User u has no permissions to run the 'type' command script: on @user_script:1.",
  ],
  [
    "Valkey 8 and 9, a key of a script",
    "ERR ACL failure in script: No permissions to access a key script: on @user_script:1.",
  ],
];

for (const [server, reply] of REFUSALS) {
  test(`${server}: a missing right is known as one`, () => assert.ok(lacksRight(reply)));
}

test("other errors are no missing right, whatever they quote", () => {
  assert.not(lacksRight("ERR unknown command 'NOPERM'"));
  assert.not(
    lacksRight("ERR Error running script (call to f_b2): @user_script:1: user_script:1: ACL failure in script"),
  );
});

for (const [reply, code] of [
  ["OOM command not allowed when used memory > 'maxmemory'.", "OOM"],
  ["WRONGTYPE Operation against a key holding the wrong kind of value script: b2, on @user_script:1.", "WRONGTYPE"],
  [
    "ERR Error running script (call to f_2e): @user_script:1: @user_script: 1: -OOM command not allowed when used memory > 'maxmemory'.",
    "OOM",
  ],
  [
    "ERR Error running script (call to f_8e): @user_script:1: WRONGTYPE Operation against a key holding the wrong kind of value",
    "WRONGTYPE",
  ],
  ["@user_script: 1: -OOM command not allowed when used memory > 'maxmemory'.", "OOM"],
  ["ERR Error running script (call to f_8e): @user_script:1: user_script:1: attempt to index a nil value", "ERR"],
  ["ERR ACL failure in script: No permissions to access a key script: on @user_script:1.", "NOPERM"],
  ["SUPERSEDED by another session", "SUPERSEDED"],
  ["", ""],
] as const) {
  test(`the code of "${reply.slice(0, 60)}" is ${code}`, () => assert.is(replyCode(reply), code));
}

test.run();
