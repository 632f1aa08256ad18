/** What not every kind of database can do. A behaviour that needs one of them is "not supported" where its probe says so. */
export const PROBES = [
  /** Connections go over a network, so that they can be cut. */
  "network",
  /** An administrator may end another one's session. */
  "ending sessions",
  /** Users have passwords, and rights on tables. */
  "rights",
  /** What new sessions begin with can be set. */
  "settings of sessions",
  /** A database has several schemas. */
  "schemas",
  /** Two transactions may write different rows at once, and wait for one another's rows. */
  "row locks",
  /** A column may have a collation in which different texts are equal. */
  "collations that ignore case",
  /** A column may get another type, or lose its NOT NULL. */
  "changing columns",
  /** A column of the type text may be a key. */
  "keys of unbounded text",
  /** There is a type for exact numbers of any length. */
  "numbers without bounds",
  /** Texts of a key that differ in blanks at their end only are two rows. */
  "keys that end with a blank",
  /** A unique column takes several nulls. */
  "nulls in unique columns",
  /** A name may hold any character, and is told as it was written. */
  "names as they are written",
  /** What goes wrong is told by a code of its own. */
  "codes of errors",
  /** A statement takes rows of a hundred columns. */
  "rows of many columns",
  /** Texts come out of a statement's document with their quotes, backslashes and line ends. */
  "texts with escapes",
  /** The server itself can show bytes in hexadecimal digits. */
  "bytes as digits",
  /** A column that becomes a key may get the collation of one. */
  "changing collations",
  /** The catalog tells an index's condition. */
  "conditions of indexes",
] as const;

export type ProbeName = (typeof PROBES)[number];
