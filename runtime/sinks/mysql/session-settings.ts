/** `lane`: its transactions write, and nothing of it is committed by itself. `reads`: it changes nothing. `owner`: our own tables and gaps. */
export type Purpose = "lane" | "reads" | "owner";

/** The lease of a lane is 10 s: a worker that stands still with an open transaction loses it, and its locks, before that. */
export const IDLE_S = 8;
const IDLE_IN_TRANSACTION_S = 5;
const ROW_LOCK_S = 5;
const STATEMENT_S = 60;

/** What does not fit is refused, whatever the server's default is. */
const SQL_MODE =
  "STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

/**
 * Statements that make a session as the sink needs it.
 *
 * - Without autocommit a statement that strays out of its transaction, because the server ended that, is rolled back instead of committed.
 * - An input's texts have a collation that ignores case, since of two collations of one character set the one that ends in `_bin` is taken: the column's.
 * - A lock of a row is waited for briefly, and one of the whole table, which is an outage and no fault of a key, until the statement's own limit.
 * - `wait_timeout` ends a session that says nothing, in a transaction or not; MariaDB also has a limit of its own for transactions, and one for
 *   statements that write. The server's words are those of English messages, which are taken apart.
 */
export function sessionSettings(purpose: Purpose, isMariaDb: boolean): readonly string[] {
  const variables = [
    `sql_mode = '${SQL_MODE}'`,
    `time_zone = '+00:00'`,
    `autocommit = ${purpose === "lane" ? 0 : 1}`,
    `innodb_lock_wait_timeout = ${ROW_LOCK_S}`,
    `lock_wait_timeout = ${2 * STATEMENT_S}`,
    `wait_timeout = ${purpose === "lane" ? IDLE_S : 600}`,
    `lc_messages = 'en_US'`,
    `group_concat_max_len = 1048576`,
    ...(isMariaDb
      ? [`idle_transaction_timeout = ${IDLE_IN_TRANSACTION_S}`, `max_statement_time = ${STATEMENT_S}`]
      : [`max_execution_time = ${1000 * STATEMENT_S}`]),
  ];
  return [
    "SET NAMES utf8mb4 COLLATE utf8mb4_general_ci",
    `SET SESSION ${variables.join(", ")}`,
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    ...(purpose === "reads" ? ["SET SESSION TRANSACTION READ ONLY"] : []),
  ];
}
