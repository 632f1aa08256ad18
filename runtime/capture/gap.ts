/**
 * Why changes may be missing, so that a sweep has to look at all keys.
 *
 * - `first_load`: the lane never had a position for this route.
 * - `gap`: the stream could not be continued from the saved position.
 * - `keyspace_replaced`: FLUSHALL, FLUSHDB or SWAPDB.
 * - `control_keys_lost`: one of our own keys is missing or was touched by somebody else.
 * - `overflow`: more keys changed than could be kept while Redis refused to take them.
 */
export type GapCause = "first_load" | "gap" | "keyspace_replaced" | "control_keys_lost" | "overflow";
