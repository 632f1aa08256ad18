/** The time now as a column of times has it, as SQL. SQLite's clock has milliseconds. */
export const NOW = `strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')`;
