import type { Diagnostic, RelatedPlace } from "../grammar/diagnostic.ts";
import { diagnosticOf, type Message } from "../grammar/message.ts";
import type { Span } from "../grammar/source.ts";
import { nameMessages } from "./messages/names.ts";
import { ownershipMessages } from "./messages/ownership.ts";
import { patternMessages } from "./messages/patterns.ts";
import { redisKeyMessages } from "./messages/redis-keys.ts";
import { schemaMessages } from "./messages/schema.ts";
import { settingMessages } from "./messages/settings.ts";
import { testMessages } from "./messages/tests.ts";
import { typeMessages } from "./messages/types.ts";
import { warningMessages } from "./messages/warnings.ts";

/** The RDI2xxx and RDI3xxx catalogue: everything that the checker can say. */
export const checkMessages = {
  ...nameMessages,
  ...settingMessages,
  ...typeMessages,
  ...ownershipMessages,
  ...patternMessages,
  ...redisKeyMessages,
  ...warningMessages,
  ...schemaMessages,
  ...testMessages,
};

export type CheckCode = keyof typeof checkMessages;
export type ParamsOf<Code extends CheckCode> = Parameters<(typeof checkMessages)[Code]["message"]>[0];

/** An occurrence of a code: the parameters are those that its sentences demand. */
export function diagnose<Code extends CheckCode>(
  code: Code,
  span: Span,
  params: ParamsOf<Code>,
  related: readonly RelatedPlace[] = [],
): Diagnostic {
  const { severity, title } = checkMessages[code];
  // The compiler can't see that `message` takes exactly the parameters of `code`; ParamsOf says so.
  const message = checkMessages[code].message as (params: ParamsOf<Code>) => Message;
  return diagnosticOf({ code, severity, title }, message(params), { span, related });
}
