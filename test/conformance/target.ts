import type { ProbeName } from "./probes.ts";

/**
 * A kind of database that the behaviours are run against. Nothing here may use the product's sink: what a case expects is looked at, and made
 * difficult, with another client's statements.
 */
export interface ConformanceTarget {
  /** As the target line of a .rdi file names the kind. */
  readonly system: string;
  /** How --target names it, where several have one kind. */
  readonly name?: string;
  /** For people. */
  readonly title: string;
  /** More settings of the target, as `schema: "s"`. */
  readonly settings?: string;
  /** Finds the server at `url`, or starts a private one. */
  open(url: string | undefined): Promise<ConformanceServer>;
  /** What a server can do is decided here alone, never by a behaviour that fails. */
  readonly probes: Readonly<Record<ProbeName, Probe>>;
  /** False where no column for exact numbers has a precision or scale. */
  readonly roundsNumbers?: false;
  /** An identifier as statements have it. */
  quote(name: string): string;
  /** An SQL expression: the text of a quoted column of this .rdi type, exact to the last digit. {@link canonical} takes care of the rest. */
  text(column: string, type: string): string;
}

export interface ConformanceServer {
  /** As the server tells it. */
  readonly version: string;
  /** Where it listens; undefined where nothing goes over a network. */
  readonly port: number | undefined;
  /** Makes one, for one behaviour. */
  emptyDatabase(): Promise<ConformanceDatabase>;
  /** Ends what `open` started. */
  close(): Promise<void>;
}

/** A row as text; null is SQL's. */
export type TextRow = readonly (string | null)[];

export interface ConformanceDatabase {
  /** For the target's url. */
  readonly url: string;
  /** Runs statements, one after the other, each ended by a semicolon. */
  run(script: string): Promise<void>;
  rows(query: string): Promise<readonly TextRow[]>;
  /** Another connection, for what happens meanwhile. */
  session(): Promise<RawSession>;
  readonly alter: Alterations;
  /** Ends every other session of this database, as an administrator may. Only where `ending sessions` is probed. */
  endSessions(): Promise<void>;
  /** The url of a user that may do everything with the tables but remove rows of this one. Only where `rights` are probed. */
  urlWithoutDelete(table: string): Promise<string>;
  /** Closes its connections, and removes it where the server stays. */
  drop(): Promise<void>;
}

/** Its statements may wait for locks. */
export interface RawSession {
  run(statement: string): Promise<void>;
  begin(): Promise<void>;
  rollback(): Promise<void>;
  close(): Promise<void>;
}

/** Changes of a table that each kind of database spells in its own way. Names are unquoted. */
export interface Alterations {
  addUnique(table: string, column: string): Promise<void>;
  /** Where both columns must have one collation, the column gets its parent's first. */
  addForeignKey(reference: ForeignKey): Promise<void>;
  /** Rows with this text in the column are refused from now on, as a fault of their data. */
  refuse(table: string, column: string, value: string): Promise<void>;
  /** The column gets a collation by which `a` and `A` are equal. Only where `collations that ignore case` is probed. */
  ignoreCase(table: string, column: string): Promise<void>;
  /**
   * New sessions begin with settings that few have: another time zone, another order of days and months, laxer checks of values. Undone by
   * `drop`. Only where `settings of sessions` is probed.
   */
  unusualSettings(): Promise<void>;
}

export interface ForeignKey {
  readonly table: string;
  readonly column: string;
  readonly parent: string;
  readonly parentColumn: string;
}

/** Undefined where the server can do it; otherwise why it can't. */
export type Probe = (server: ConformanceServer, database: ConformanceDatabase) => Promise<string | undefined>;
