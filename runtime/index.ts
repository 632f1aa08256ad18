/** The one entry that generated code imports. What stands here is the contract between the compiler and the runtime. */
export { runWorker } from "./worker.ts";
export type {
  CollisionStatement,
  Delivery,
  Job,
  KeyPattern,
  MovedStatement,
  OwnersPage,
  Project,
  ReadScript,
  Setting,
  Statement,
  Table,
  TableColumn,
  TargetSettings,
} from "./job.ts";
export * as postgres from "./sinks/postgres/arrays.ts";
export type { Raw, Exact, Duration, Instant, LocalDate, LocalDateTime, LocalTime, Bool, Comparable, Site } from "./values/index.ts";
export { Rejection, abs, add, addDouble, and, attempt, between, ceil, coalesce, concat, contains, decodeBigint, decodeBoolean, decodeBytes, decodeChar, decodeDate, decodeDouble, decodeExact, decodeInt, decodeNumeric, decodeReal, decodeSmallint, decodeText, decodeTime, decodeTimestamp, decodeTimestamptz, decodeUuid, decodeVarchar, divide, divideDouble, doubleOfExact, duration, endsWith, equal, exact, exactOfBigint, exactOfDouble, exactOfInt, exactOfText, fitChar, fitVarchar, floor, formatDate, formatInstant, formatTime, formatTimestamp, fromMicros, fromMillis, fromSeconds, greater, greaterOrEqual, holds, lazy, left, length, less, lessOrEqual, lower, ltrim, mid, minusDuration, minusInstant, multiply, multiplyDouble, negate, negateDouble, not, nullIf, oneOf, or, plusDuration, quotient, reject, remainder, remainderDouble, replace, required, right, round, rtrim, same, sites, startsWith, storeText, subtract, subtractDouble, textOfBoolean, textOfDate, textOfDouble, textOfDuration, textOfExact, textOfInstant, textOfRaw, textOfTime, textOfTimestamp, toBigint, toInt, toNumeric, toReal, toSmallint, trim, trunc, upper } from "./values/index.ts";
