/** What a behaviour is given: a database with the tables of its project, the real sink, and another client's look at the rows. */
import { pino } from "pino";
import type { TablePlan } from "../../compiler/plan/ir.ts";
import type { Table } from "../../runtime/job.ts";
import type { LaneIdentity, Sink } from "../../runtime/sinks/sink.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { tablesOf } from "../support/tables.ts";
import type { Behaviour } from "./behaviour.ts";
import { canonical } from "./canonical.ts";
import type { TypeFact } from "./facts.ts";
import { closingDdl, introspected, type Said } from "./introspected.ts";
import { targetOf } from "./open-target.ts";
import { openLane, type Lane } from "./lane.ts";
import { kitProject, type KitJob, type KitProject } from "./project.ts";
import type { ConformanceDatabase, ConformanceServer, ConformanceTarget, TextRow } from "./target.ts";

export interface Bench {
  readonly target: ConformanceTarget;
  readonly server: ConformanceServer;
  readonly database: ConformanceDatabase;
  readonly project: KitProject;
  /** What the sink has logged, as JSON lines. */
  readonly log: readonly string[];
  /** Prepared with all tables of the project; always the same one. */
  sink(): Promise<Sink>;
  /** Another one, by default for the same database, not prepared. */
  otherSink(url?: string): Promise<Sink>;
  /** Prepares another one for all tables of the project. */
  start(url?: string): Promise<Sink>;
  /** What the compiler says once `rdi introspect` has looked at the tables. */
  introspected(): Promise<readonly Said[]>;
  /** What `rdi ddl` prints after that. */
  closingDdl(): Promise<string>;
  /** Between a sink and the server. */
  proxied(): Promise<Proxied>;
  /** Claimed, of the first job unless one is named. */
  lane(options?: LaneChoice): Promise<Lane>;
  tables(job?: string): readonly Table[];
  /** For docs/targets.md. */
  note(fact: TypeFact): void;
  /** All rows in canonical text: cells parted by ` | `, null as `∅`, sorted. */
  rows(table: string): Promise<readonly string[]>;
  /** The same, cell by cell. */
  cells(table: string): Promise<readonly TextRow[]>;
}

export interface Proxied {
  readonly proxy: Proxy;
  /** Of the database, through the proxy. */
  readonly url: string;
}

export interface LaneChoice {
  readonly job?: string;
  readonly sink?: Sink;
  readonly identity?: Partial<LaneIdentity>;
}

export interface Setting {
  readonly target: ConformanceTarget;
  readonly server: ConformanceServer;
}

/** Runs one behaviour from an empty database; whatever it opened is closed afterwards. Returns what it noted. */
export async function onBench({ target, server }: Setting, behaviour: Behaviour): Promise<readonly TypeFact[]> {
  const { jobs, tablesOf: tablesFrom } = behaviour;
  const settings = [target.settings, behaviour.settings].filter((one) => one !== undefined).join(", ");
  const project = await kitProject({ jobs, settings, system: target.system });
  const database = await server.emptyDatabase();
  const open: (() => Promise<void>)[] = [];
  const facts: TypeFact[] = [];
  try {
    const tables =
      tablesFrom === undefined ? project : await kitProject({ jobs: tablesFrom, settings, system: target.system });
    await database.run(tables.ddl);
    await behaviour.before?.(database);
    await behaviour.run(createBench({ target, server, database, project, open, facts }));
    return facts;
  } finally {
    await Promise.allSettled(open.reverse().map((close) => close()));
    await database.drop();
  }
}

interface Parts extends Setting {
  readonly database: ConformanceDatabase;
  readonly project: KitProject;
  /** What is to be closed. */
  readonly open: (() => Promise<void>)[];
  readonly facts: TypeFact[];
}

function createBench({ open, facts, ...parts }: Parts): Bench {
  const { target, database, project } = parts;
  const log: string[] = [];
  let prepared: Promise<Sink> | undefined;

  async function otherSink(url = database.url): Promise<Sink> {
    const destination = { write: (line: string) => void log.push(line) };
    const sink = await targetOf(project.target).open({ project: "kit", url, log: pino({ base: null }, destination) });
    open.push(() => sink.close());
    return sink;
  }

  async function start(url?: string): Promise<Sink> {
    const sink = await otherSink(url);
    await sink.prepare(project.jobs.flatMap(({ job }) => tablesOf(job)));
    return sink;
  }

  const sink = (): Promise<Sink> => (prepared ??= start());

  async function lane({ job, sink: chosen, identity }: LaneChoice = {}): Promise<Lane> {
    const opened = await openLane({ sink: chosen ?? (await sink()), of: jobOf(project, job), identity });
    open.push(() => opened.close());
    return opened;
  }

  async function cells(table: string): Promise<readonly TextRow[]> {
    const plan = planOf(project, table);
    const columns = columnsOf(plan);
    const from = [plan.schema, table].flatMap((name) => (name === undefined ? [] : [target.quote(name)])).join(".");
    const list = columns.map(({ name, type }) => target.text(target.quote(name), type)).join(", ");
    const found = await database.rows(`SELECT ${list} FROM ${from}`);
    const rows = found.map((row) =>
      row.map((cell, at) => (cell === null ? null : canonical(columns[at]?.type ?? "", cell))),
    );
    return [...rows].sort(byText);
  }

  async function proxied(): Promise<Proxied> {
    const proxy = await startProxy(parts.server.port ?? 0);
    open.push(() => proxy.close());
    return { proxy, url: proxy.through(database.url) };
  }

  return {
    ...parts,
    log,
    sink,
    otherSink,
    start,
    proxied,
    introspected: () => introspected(project, database.url),
    closingDdl: () => closingDdl(project, database.url),
    lane,
    tables: (job) => tablesOf(jobOf(project, job).job),
    note: (fact) => void facts.push(fact),
    cells,
    rows: async (table) => (await cells(table)).map((row) => row.map((cell) => cell ?? "∅").join(" | ")),
  };
}

function jobOf({ jobs }: KitProject, name: string | undefined): KitJob {
  const found = jobs.find(({ job }) => name === undefined || job.name === name);
  if (found === undefined) throw new Error(`there is no job ${name}`);
  return found;
}

function planOf({ plan }: KitProject, name: string): TablePlan {
  const found = plan.jobs.flatMap(({ tables }) => tables).find(({ table }) => table === name);
  if (found === undefined) throw new Error(`no job writes a table ${name}`);
  return found;
}

interface ReadColumn {
  readonly name: string;
  /** The .rdi type's name. */
  readonly type: string;
}

function columnsOf({ columns, period }: TablePlan): readonly ReadColumn[] {
  const written = columns.map(({ name, type }) => ({ name, type: type.kind }));
  if (period === undefined) return written;
  const { from, to, current } = period;
  const times = [from, to].map((name) => ({ name, type: "timestamptz" }));
  return [...written, ...times, ...(current === undefined ? [] : [{ name: current, type: "boolean" }])];
}

function byText(one: TextRow, other: TextRow): number {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  return left < right ? -1 : Number(left > right);
}
