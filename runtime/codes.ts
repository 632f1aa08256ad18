import { EXIT } from "./errors.ts";
import type { ExitCode, RuntimeCode } from "./errors.ts";

/**
 * What a code does to the work:
 * - `startup`: the process stops before it works, with an exit code;
 * - `dead_letter`: the key goes to the dead letters and keeps its last committed rows, its neighbours go on;
 * - `parked`: the key waits and is tried again, because another key may make room for it;
 * - `halt`: the route stops and waits for a person, its changes stay in the stream;
 * - `brake`: a sweep waits for a person, changes go on;
 * - `handover`: this worker lets go of a lane, since another one has it, or another Redis has the data.
 */
export type CodeKind = "startup" | "dead_letter" | "parked" | "halt" | "brake" | "handover";

export interface CodeEntry {
  readonly title: string;
  readonly kind: CodeKind;
  /** Only for `startup`. */
  readonly exit?: ExitCode;
  /** What it means and what to do. */
  readonly explanation: string;
  /** One imperative sentence: what to do first. */
  readonly action: string;
}

export const RUNTIME_CODES = {
  RDI5001: {
    title: "setting missing or wrong",
    kind: "startup",
    exit: EXIT.configuration,
    explanation:
      "A setting can't be used. Most often it comes from an environment variable or a file that does not exist or is " +
      "empty: set it where the worker runs, or give env() a second argument as its default. The same code tells of " +
      "an address that can't be read, an HTTP port that is taken, a number of lanes that is not the one that the project " +
      "was first started with, and words that the worker does not take. The message says which it is and what to type.",
    action: "Set what the message names where the worker runs, and start it again.",
  },
  RDI5002: {
    title: "Redis unreachable",
    kind: "startup",
    exit: EXIT.source,
    explanation:
      "No connection to the source could be made when the worker started. Check the host, the port and TLS in the " +
      "source's url, and that the network lets this machine through. Once a worker runs, a lost connection is not " +
      "an error: it waits and connects again.",
    action: "Check the host, the port and the scheme of the source's url, and that Redis runs.",
  },
  RDI5003: {
    title: "Redis refused the login",
    kind: "startup",
    exit: EXIT.source,
    explanation:
      "Redis answered, but did not accept the user or the password, or the user lacks a right that the worker " +
      "needs. The message repeats what Redis said. Correct the url, or let an administrator grant the commands " +
      "and keys that docs/operations.md lists.",
    action: "Correct the user and the password in the source's url, or grant the right that the message names.",
  },
  RDI5004: {
    title: "Redis refused replication",
    kind: "startup",
    exit: EXIT.source,
    explanation:
      "Changes are captured by attaching to Redis as a replica, and Redis refused PSYNC. Managed services often " +
      "forbid it, and an ACL user needs +psync +replconf. Grant the right, or point the source at a server or " +
      "replica that allows it.",
    action: "Grant the user +psync +replconf +ping, or point the source at a server that allows replication.",
  },
  RDI5005: {
    title: "target unreachable",
    kind: "startup",
    exit: EXIT.target,
    explanation:
      "No connection to the target could be made when the worker started. Check the host, the port, the database " +
      "name and TLS in the target's url. Once a worker runs, an outage of the target is waited out and nothing is " +
      "lost. Where another target can be reached, the worker starts with that one and goes on trying.",
    action: "Check the host, the port and the database of the target's url, and that the server runs.",
  },
  RDI5006: {
    title: "target refused the login",
    kind: "startup",
    exit: EXIT.target,
    explanation:
      "The target answered, but did not accept the user or the password, or the user may not read or write a " +
      "table. The message repeats what the target said. Correct the url, or grant SELECT, INSERT, UPDATE and " +
      "DELETE on the tables of the jobs.",
    action: "Correct the user and the password in the target's url, or grant the rights that the message names.",
  },
  RDI5007: {
    title: "table missing",
    kind: "startup",
    exit: EXIT.target,
    explanation:
      "A job writes a table that the target does not have, or that the user can't see. Tables of jobs are never " +
      "created by a worker. Create it, or correct the table's name, its schema or the target's url.",
    action: "Create the table with the statement that the message prints, or correct its name in the .rdi file.",
  },
  RDI5008: {
    title: "column or key missing",
    kind: "startup",
    exit: EXIT.target,
    explanation:
      "A column of a job is missing in its table or has another type there, or the table has no unique index on " +
      "exactly the columns of key (…). The message says which. Change the table or the .rdi file until both say " +
      "the same; upserts need the unique index to find a row again.",
    action: "Run the statement that the message prints, or change the .rdi file until both say the same.",
  },
  RDI5009: {
    title: "checkpoint table missing",
    kind: "startup",
    exit: EXIT.target,
    explanation:
      "The worker keeps its position in a small table of the target, and the user may not create tables. The " +
      "message prints the statement: let somebody run it who may, and grant the worker SELECT, INSERT and UPDATE " +
      "on the table.",
    action: "Let somebody who may create tables run the statement that the message prints.",
  },
  RDI5010: {
    title: "value does not decode",
    kind: "dead_letter",
    explanation:
      'A value in Redis is not text of its column\'s type, for example "abc" for an int or a timestamptz without ' +
      "an offset. Decoding is strict, so that nothing is guessed. Correct the value in Redis, and the key is " +
      "applied at its next change; or declare another type, or use try(…) where null is good enough.",
    action: "Correct the value in Redis, or declare the type that it has.",
  },
  RDI5011: {
    title: "number out of range",
    kind: "dead_letter",
    explanation:
      "A number or a time is beyond its type's range, or has more digits than the column holds. Nothing is " +
      "rounded silently. Widen the column in the target and in the .rdi file, or use round, floor, ceil or trunc. " +
      "The same code tells of a number that a function has no result for, such as the square root of -1.",
    action: "Widen the column in the target and in the .rdi file, or round on purpose.",
  },
  RDI5012: {
    title: "null not allowed",
    kind: "dead_letter",
    explanation:
      "A column that is not null, or by which rows are found again, got no value: usually the field is missing in " +
      "Redis. Write the field, give a default with ??, or exclude such keys with where … is not null.",
    action: "Write the missing field, give a default with ??, or exclude such keys with where.",
  },
  RDI5013: {
    title: "text too long",
    kind: "dead_letter",
    explanation:
      "A text has more characters (code points) than its varchar or char column holds. Text is never cut off " +
      "silently. Widen the column, or cut on purpose with left(…). The same code tells of a function that would make a " +
      "text of more than 16 MiB: look at the count it was given.",
    action: "Widen the column in the target and in the .rdi file, or cut on purpose with left(…).",
  },
  RDI5014: {
    title: "not valid UTF-8",
    kind: "dead_letter",
    explanation:
      "A text column got bytes that are not UTF-8, or half of a surrogate pair. Replacement characters would lose " +
      "what was there. Store UTF-8 in Redis, or declare the column as bytes.",
    action: "Store UTF-8 in Redis, or declare the column as bytes.",
  },
  RDI5015: {
    title: "NUL in text",
    kind: "dead_letter",
    explanation:
      "A text contains the character U+0000, which text columns can't hold. Remove it in Redis, or declare the " +
      "column as bytes.",
    action: "Remove the character in Redis, or declare the column as bytes.",
  },
  RDI5016: {
    title: "division by zero",
    kind: "dead_letter",
    explanation:
      "The right side of /, % or div was zero. Exclude such keys with where, or divide by nullif(x, 0), which " +
      "makes the result null.",
    action: "Exclude such keys with where, or divide by nullif(x, 0).",
  },
  RDI5017: {
    title: "no arm fits",
    kind: "dead_letter",
    explanation: "A case without else met a value that none of its arms takes. Add an arm for it, or an else.",
    action: "Add an arm for the value, or an else.",
  },
  RDI5018: {
    title: "rejected by the mapping",
    kind: "dead_letter",
    explanation:
      "The .rdi file called reject(…) for this key; the message is its text. Correct the value in Redis, or the " +
      "condition in the mapping.",
    action: "Correct the value in Redis, or the condition that calls reject(…).",
  },
  RDI5019: {
    title: "rows of one identity",
    kind: "dead_letter",
    explanation:
      "One Redis key yields two different rows whose key columns are equal, so that one would overwrite the " +
      "other. Add the column that tells them apart to key (…), or yield one row only. Equal rows are no problem: " +
      "they collapse.",
    action: "Add the column that tells the rows apart to key (…), or yield one row only.",
  },
  RDI5020: {
    title: "target refused the values",
    kind: "dead_letter",
    explanation:
      "The target itself refused a row: a check constraint, a domain, a trigger, or a range that only it knows. " +
      "The message repeats what it said. Correct the value in Redis or the rule in the target.",
    action: "Correct the value in Redis, or the constraint that the message names.",
  },
  RDI5021: {
    title: "malformed stream entry",
    kind: "dead_letter",
    explanation:
      "An entry of the worker's own stream in Redis could not be read, so something else wrote to it or changed " +
      "it. The entry is set aside. Find out who writes to keys that begin with rdi:{ and keep everything else " +
      "away from them with an ACL.",
    action: "Find out who writes to keys that begin with rdi:{, and keep them away with an ACL.",
  },
  RDI5022: {
    title: "value too large",
    kind: "dead_letter",
    explanation:
      "A single value is larger than max_value of the delivery settings and was not read, to keep the worker's " +
      "memory small. Store less under one key, or raise max_value.",
    action: "Store less under one key, or raise max_value in the delivery settings.",
  },
  RDI5023: {
    title: "not JSON",
    kind: "dead_letter",
    explanation:
      "A value that should be JSON is not, by the rules of RFC 8259, or it nests too deeply. The message says what is " +
      "wrong and at which byte, counted from 0. Correct the value in Redis, or use try(…) where null is good enough.",
    action: "Correct the value in Redis, or use try(…) in the .rdi file where null is good enough.",
  },
  RDI5024: {
    title: "key ends the worker",
    kind: "dead_letter",
    explanation:
      "Each time that this key was tried, the worker's process ended or the target closed the connection, though the " +
      "target was well before. Three times its batch was tried, and three times the key by itself; then it was set aside, so that the others go on. " +
      "Look at the worker's last words before it ended (memory, a signal), and at the target's log (a trigger, a bug that " +
      "brings a backend down). Repair that or the value, and put the key back.",
    action: "Find what ended in the logs of the worker and the target, repair it, and run rdi dlq replay.",
  },
  RDI5030: {
    title: "unique conflict",
    kind: "parked",
    explanation:
      "The row of this key has a value in a unique column that another row has already. The key is tried again, " +
      "because a change of the other row may make room. If it stays parked, two keys claim one value: correct one " +
      "of them in Redis, or drop the constraint.",
    action: "Wait for the other row to change; if the key stays parked, correct one of the two values in Redis.",
  },
  RDI5031: {
    title: "row owned by another key",
    kind: "parked",
    explanation:
      "Two Redis keys stand for the same row. A row is never overwritten by another key; the message names both. " +
      "The key is tried again and goes through once the other one gives up the row. To avoid it, add the owner " +
      "columns to key (…).",
    action: "Delete the Redis key that should not have the row, or add the owner columns to key (…).",
  },
  RDI5032: {
    title: "foreign key not satisfied",
    kind: "parked",
    explanation:
      "The row refers to a row that is not there, or rows still refer to the one to be removed. The key is tried " +
      "again, because different jobs are not ordered with one another. If it stays parked, write the missing " +
      "parent to Redis, or make the constraint deferrable or drop it.",
    action: "Write the missing parent to Redis, or make the constraint deferrable.",
  },
  RDI5033: {
    title: "conflict with another row",
    kind: "parked",
    explanation:
      "Another row stands in the way, by an exclusion constraint or a lock that was held too long. The key is " +
      "tried again by itself. If it stays parked, look at the constraint or the transaction that the message " +
      "names.",
    action: "Wait; if the key stays parked, look at the constraint or the lock that the message names.",
  },
  RDI5040: {
    title: "route halted",
    kind: "halt",
    explanation:
      "The target answered with an error that no waiting will cure, such as a dropped table, a lost right or a " +
      "full disk. The route stands still, other routes go on, and nothing is lost. Cure what the message says, " +
      "then restart the worker.",
    action: "Cure what the message says, then restart the worker.",
  },
  RDI5041: {
    title: "dead letters full",
    kind: "halt",
    explanation:
      "The route has as many dead letters as dead_letters allows and stands still, so that none is forgotten. " +
      "Look at them with rdi dlq list. Correct the values in Redis, purge what nobody needs (rdi dlq purge), raise " +
      "dead_letters, or choose dead_letters_full: drop_oldest; then restart the worker.",
    action: "Correct the values in Redis, purge letters or raise dead_letters, then restart the worker.",
  },
  RDI5042: {
    title: "too many removals",
    kind: "brake",
    explanation:
      "A sweep found far more rows without a Redis key than usual and removed none of them: perhaps Redis lost " +
      "its data or the url points at another one. Changes go on meanwhile. Find out why the keys are gone; if " +
      "they are meant to be, accept the removals as docs/operations.md describes.",
    action: "Find out why the keys are gone; if they are meant to be, run rdi resume with --accept-deletes.",
  },
  RDI5043: {
    title: "lane taken over",
    kind: "handover",
    explanation:
      "Another worker claimed this lane, because this one was stopped, slow or cut off. Its transaction was " +
      "refused and nothing was written twice. Nothing is to be done, unless it happens all the time: then look " +
      "for workers that pause longer than their lease.",
    action:
      "Leave it alone, unless it happens all the time: then look for workers that pause for longer than their lease.",
  },
  RDI5044: {
    title: "another Redis wrote here",
    kind: "startup",
    exit: EXIT.target,
    explanation:
      "The target's checkpoint names another Redis than the one this worker reads. Going on would remove the " +
      "other one's rows. Check the urls of source and target; after a deliberate move follow docs/operations.md.",
    action: "Check the urls of source and target; after a deliberate move run the statement that the message prints.",
  },
  RDI5045: {
    title: "Redis evicts keys",
    kind: "startup",
    exit: EXIT.configuration,
    explanation:
      "Redis has a maxmemory-policy that evicts keys, and an eviction arrives as a delete: rows would vanish from " +
      "the target when memory runs short. Set the policy to noeviction, or say evictions: remove in the source if " +
      "that is what you want.",
    action: "Set maxmemory-policy to noeviction, or write evictions: remove in the source.",
  },
  RDI5046: {
    title: "halted by a rejection",
    kind: "halt",
    explanation:
      "A key was rejected, and the delivery settings say on_reject: halt. The route stands still; the message has " +
      "the key and the reason. Correct the value in Redis or the mapping, then restart the worker; or choose " +
      "on_reject: dead_letter.",
    action: "Correct the value in Redis or the mapping, then restart the worker.",
  },
  RDI5047: {
    title: "Redis can't be a target",
    kind: "startup",
    exit: EXIT.target,
    explanation:
      "The Redis of a target is a cluster, a replica, or one that evicts any key when its memory runs short. A batch is " +
      "written by one script, which a cluster can't run over keys of several slots; a replica is read-only; and an " +
      "evicted record of ownership would leave keys behind that nobody removes. Point the url at a single primary " +
      "server whose maxmemory-policy is noeviction or begins with volatile-.",
    action: "Set the url of the target to a single primary server that does not evict keys without expiry.",
  },
  RDI5048: {
    title: "this Redis was replaced",
    kind: "handover",
    explanation:
      "Another Redis took over, and its data is in the target already, but this worker is still connected to the " +
      "one before: an old primary that is cut off from the others, perhaps, or a DNS name that has not followed. Nothing is " +
      "read from it and nothing written, since what it holds may be lost by now. The worker connects again and tries, for " +
      "ever. If it goes on, look where the source's url leads.",
    action: "Check where the source's url leads: another Redis has taken that one's place.",
  },
} as const satisfies Readonly<Record<RuntimeCode, CodeEntry>>;

export type KnownRuntimeCode = keyof typeof RUNTIME_CODES;

/** Undefined for a code that does not exist. */
export function explainCode(code: string): CodeEntry | undefined {
  return isKnownCode(code) ? RUNTIME_CODES[code] : undefined;
}

function isKnownCode(code: string): code is KnownRuntimeCode {
  return Object.hasOwn(RUNTIME_CODES, code);
}
