/** Of a command in a script: first as Redis 7.2 and Valkey say it, then Redis 7.0, then older ones. */
const IN_A_SCRIPT =
  /^ERR (ACL failure in script|The user executing the script can't|Error running script .*: The user executing the script can't)/;

/** Whether an error reply says that the user lacks a right: to send the command, or to run one that is in the script. */
export function lacksRight(reply: string): boolean {
  return /^NOPERM\b/.test(reply) || IN_A_SCRIPT.test(reply);
}

/** As Redis before 7.0 says what happened to a command in a script, which was called or only tried. */
const OF_A_COMMAND = /^(?:ERR Error running script \(call to f_\w+\): )?(?:@user_script: ?\d+: )+-?([A-Z]+)\b/;

/** The first word of an error reply, as it is for a command that is not in a script. */
export function replyCode(reply: string): string {
  if (lacksRight(reply)) return "NOPERM";
  return (OF_A_COMMAND.exec(reply) ?? /^-?([A-Z]+)\b/.exec(reply))?.[1] ?? "";
}
