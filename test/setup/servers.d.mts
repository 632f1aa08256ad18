import type { ChildProcess } from "node:child_process";

export interface RedisOptions {
  /** The program; without it the one that `prepare` found or that the environment names. */
  readonly binary?: string;
  /** More environment for `binary`, such as LD_LIBRARY_PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** An existing folder to work in, which is kept; without it a temporary one. */
  readonly dir?: string;
  readonly port?: number;
  /** More settings, as on the command line: ["--maxmemory", "10mb"]. */
  readonly args?: readonly string[];
  /** Append-only file with appendfsync always: nothing acknowledged is lost by `kill` or `restart`. */
  readonly aof?: boolean;
  readonly password?: string;
  /** A configuration file of its own, with which it runs as a Sentinel and holds no data. */
  readonly sentinel?: string;
  /** Paths of modules to load. */
  readonly modules?: readonly string[];
}

/** The path of the RedisJSON module that this run was given. */
export function knownRedisModule(): string | undefined;

/** Lets the runner list a test by name, with what it lacks. */
export function noteNotRun(name: string, lacking: string): void;

/** The model checker and a C compiler; undefined where one of them is not to be had. */
export function findSpin(): Promise<{ readonly spin: string; readonly compiler: string } | undefined>;

/** Runs a program without input; `limit` in ms. */
export function runProgram(
  program: string,
  args: readonly string[],
  options?: { readonly cwd?: string; readonly limit?: number },
): Promise<{ readonly code: number; readonly output: string; readonly stdout: string }>;

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  readonly dir: string;
  /** The id of the current process; another one after `start`. */
  readonly pid: number;
  /** What the server has written so far. */
  log(): string;
  /** Sends the signal, SIGKILL by default, and waits for the end unless the signal is SIGSTOP, SIGCONT or SIGUSR1/2. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** An orderly shutdown. */
  stop(): Promise<void>;
  /** Starts it again, on the same port and folder. */
  start(): Promise<void>;
  /** `stop`, then `start`. */
  restart(): Promise<void>;
  /** Ends it for good and removes its temporary folder. */
  remove(): Promise<void>;
}

export function startRedis(options?: RedisOptions): Promise<RedisServer>;

export interface Pgbouncer {
  readonly port: number;
  /** The URL of a database of the server, through the pool. */
  through(url: string): string;
  /** The URL of its own commands. */
  readonly console: string;
  remove(): Promise<void>;
}

/** The program; undefined where PgBouncer is not to be had. */
export function findPgbouncer(): Promise<{ readonly program: string } | undefined>;

/** A pool in transaction mode in front of the server. */
export function startPgbouncer(postgres: PostgresServer): Promise<Pgbouncer>;

export interface PostgresOptions {
  /** Switches fsync and full_page_writes off; otherwise they are at PostgreSQL's defaults. */
  readonly fast?: boolean;
  /** More settings: ["log_statement=all"]. */
  readonly settings?: readonly string[];
  /** One that {@link installedPostgres} lists; without it the package's. */
  readonly version?: number;
}

/** The versions that the machine has of itself, with the folders of their programs. */
export function installedPostgres(): ReadonlyMap<number, string>;

export interface PostgresServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly dataDir: string;
  /** The id of the current main process; another one after `start`. */
  readonly pid: number;
  log(): string;
  /** The URL of a database, by default of `postgres`. */
  url(database?: string): string;
  /** Makes an empty database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** By default `fast`: open transactions are rolled back and connections closed. */
  stop(mode?: "smart" | "fast" | "immediate"): Promise<void>;
  /** Starts it again, on the same port and data. */
  start(): Promise<void>;
  /** kill -9 of the main process; its other processes follow by themselves. */
  kill(): Promise<void>;
  /** Ends it for good and removes its files. */
  remove(): Promise<void>;
}

export function startPostgres(options?: PostgresOptions): Promise<PostgresServer>;

export interface MariadbOptions {
  /** More settings: ["wait_timeout=5"]. */
  readonly settings?: readonly string[];
}

export interface MariadbServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The id of the current process; another one after `start`. */
  readonly pid: number;
  log(): string;
  /** The URL of a database; by default it names none. */
  url(database?: string): string;
  /** An orderly shutdown. */
  stop(): Promise<void>;
  /** Starts it again, on the same port and data. */
  start(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ends it for good and removes its files. */
  remove(): Promise<void>;
}

/** Needs the programs of {@link knownMariadb}. Commits survive a crash of the server, not one of the machine. */
export function startMariadb(options?: MariadbOptions): Promise<MariadbServer>;

/** Undefined where no MariaDB could be had. */
export function knownMariadb(): { readonly folder: string } | undefined;

/** Makes sure that the child ends with this process; the child no longer keeps this process running. */
export function adopt<Child extends ChildProcess>(child: Child, options?: { readonly signal?: NodeJS.Signals }): Child;

/** Ends everything that this process started and removes its temporary folders. */
export function endAll(): Promise<void>;

/** A new folder that is removed with this process. */
export function temporaryFolder(name: string, parent?: string): string;

export function removeFolder(folder: string): void;
