import type { CommandDefinition } from "./definition.ts";
import { backfill } from "./definitions/backfill.ts";
import { build } from "./definitions/build.ts";
import { check } from "./definitions/check.ts";
import { completion } from "./definitions/completion.ts";
import { ddl } from "./definitions/ddl.ts";
import { dlqList, dlqPurge, dlqReplay, dlqShow } from "./definitions/dlq.ts";
import { explain } from "./definitions/explain.ts";
import { fmt } from "./definitions/fmt.ts";
import { init } from "./definitions/init.ts";
import { introspect } from "./definitions/introspect.ts";
import { resume } from "./definitions/resume.ts";
import { run } from "./definitions/run.ts";
import { status } from "./definitions/status.ts";
import { test } from "./definitions/test.ts";
import { verify } from "./definitions/verify.ts";

/**
 * Every command, in the order of help and of docs/cli.md. A new one is a file `definitions/NAME.ts` that calls `defineCommand`, a file
 * `NAME.ts` beside this one with what it does, which `run` imports lazily, and a line here. Help, the parsing of arguments, completion and docs/cli.md follow from it.
 */
export const COMMANDS: readonly CommandDefinition[] = [
  init,
  check,
  fmt,
  test,
  build,
  run,
  ddl,
  introspect,
  status,
  dlqList,
  dlqShow,
  dlqReplay,
  dlqPurge,
  backfill,
  verify,
  resume,
  explain,
  completion,
];

/** What a group of commands, such as `dlq` for `dlq list`, is about. */
export const GROUPS: Readonly<Record<string, string>> = {
  dlq: "Lists, shows, replays and purges dead letters.",
};
