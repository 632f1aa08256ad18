import type { CollationLock } from "../../schema/lock.ts";
import type { TableName } from "../ddl.ts";
import { quoted } from "./identifiers.ts";

/** A name for people to read: quoted only where it has to be. Which words are reserved changes with each version, so short words are quoted. */
export function name(text: string): string {
  return /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(text) && !RESERVED.has(text) ? text : quoted(text);
}

export function names(texts: readonly string[]): string {
  return texts.map(name).join(", ");
}

export function tableName({ schema, table }: TableName): string {
  return schema === undefined ? name(table) : `${name(schema)}.${name(table)}`;
}

export function collationName({ name: text }: CollationLock): string {
  return text;
}

/** A backslash means itself only where `sql_mode` says so, which is not known here. */
export function stringLiteral(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

/** Reserved words with an underscore, of MySQL 8.4 and MariaDB 11. */
const RESERVED: ReadonlySet<string> = new Set(
  `current_date current_role current_time current_timestamp current_user cume_dist day_hour day_microsecond day_minute day_second
  delete_domain_id dense_rank do_domain_ids first_value group_replication hour_microsecond hour_minute hour_second ignore_domain_ids
  ignore_server_ids io_after_gtids io_before_gtids json_table last_value master_bind master_heartbeat_period
  master_ssl_verify_server_cert minute_microsecond minute_second no_write_to_binlog nth_value optimizer_costs page_checksum
  parse_vcol_expr percent_rank read_only read_write ref_system_id row_number second_microsecond sql_big_result sql_bigint
  sql_calc_found_rows sql_small_result stats_auto_recalc stats_persistent stats_sample_pages utc_date utc_time utc_timestamp
  year_month`.split(/\s+/),
);
