import type { Table } from "../../../runtime/job.ts";
import {
  SinkError,
  type CommitResult,
  type Gap,
  type LaneIdentity,
  type LaneSession,
  type Sink,
  type WriteBatch,
} from "../../../runtime/sinks/sink.ts";

/** A database double for tables whose key is one number. It fences like a real one; `refuse` decides what else it does not take. */
export interface MemorySink extends Sink<Table> {
  /** Rows by table and identity. */
  readonly rows: Map<string, object>;
  readonly batches: WriteBatch<Table>[];
  readonly gaps: Gap[];
  readonly commits: () => number;
  /** Asked before each transaction. */
  refuse: (batch: WriteBatch) => SinkError | undefined | Promise<SinkError | undefined>;
  replaceable: boolean;
}

interface Lane {
  epoch: bigint;
  seq: bigint;
  source: string | undefined;
  appended: string | undefined;
}

export function createMemorySink(): MemorySink {
  const lanes = new Map<string, Lane>();
  const rows = new Map<string, object>();
  const owners = new Map<string, string>();
  const batches: WriteBatch<Table>[] = [];
  const gaps: Gap[] = [];

  function write(batch: WriteBatch<Table>): CommitResult<Table> {
    for (const { table, owners: gone, rows: kept } of batch.tables) {
      if (table.mode === "append") {
        for (const row of kept) rows.set(`${table.table} #${rows.size}`, row);
        continue;
      }
      const wanted = new Set(kept.map((row) => name(table, row)));
      const from = new Set(gone.map((owner) => asText(pick(owner, table.owner))));
      for (const [identity, owner] of owners) {
        if (!identity.startsWith(`${table.table} `) || !from.has(owner) || wanted.has(identity)) continue;
        rows.delete(identity);
        owners.delete(identity);
      }
      for (const row of kept) {
        rows.set(name(table, row), row);
        owners.set(name(table, row), asText(pick(row, table.owner)));
      }
    }
    return {
      kind: "committed",
      seq: 0n,
      upserted: batch.tables.reduce((sum, one) => sum + one.rows.length, 0),
      removed: 0,
    };
  }

  function open(identity: LaneIdentity): LaneSession<Table> {
    const id = `${identity.route} ${identity.lane}`;
    const lane = lanes.get(id) ?? { epoch: 0n, seq: 0n, source: undefined, appended: undefined };
    lanes.set(id, lane);
    let epoch = 0n;
    return {
      claim: async () => {
        const before = lane.source;
        epoch = ++lane.epoch;
        if (epoch > 1n) lane.source ??= identity.source;
        const projectSource = [...lanes.values()].find(({ source }) => source !== undefined)?.source;
        return { epoch, seq: lane.seq, source: before, projectSource, appended: lane.appended };
      },
      commit: async (batch) => {
        const refusal =
          epoch === lane.epoch
            ? await sink.refuse(batch)
            : new SinkError("fenced", "fence", "another owner has claimed the lane");
        if (refusal !== undefined) throw refusal;
        if (batch.trial === true) return { kind: "committed", seq: lane.seq, upserted: 0, removed: 0 };
        const result = write(batch);
        batches.push(batch);
        lane.seq++;
        lane.appended = batch.appended ?? lane.appended;
        return result;
      },
      probe: async () => undefined,
      close: async () => undefined,
    };
  }

  const sink: MemorySink = {
    rows,
    batches,
    gaps,
    commits: () => batches.length,
    refuse: () => undefined,
    replaceable: false,
    prepare: async () => undefined,
    canReplace: () => sink.replaceable,
    openLane: async (identity) => open(identity),
    recordGap: async (gap) => void gaps.push(gap),
    pageOwners: async (page, after, limit) => {
      const [, name = ""] = /FROM (\w+)/.exec(page.first) ?? [];
      const ids = [...rows.keys()].flatMap((row) =>
        row.startsWith(`${name} `) ? [Number(row.slice(name.length + 1))] : [],
      );
      const behind = after === undefined ? -Infinity : Number(after[0]);
      return ids
        .filter((id) => id > behind)
        .sort((a, b) => a - b)
        .slice(0, limit)
        .map((id) => [String(id)]);
    },
    forgetSource: () => "forget it",
    close: async () => undefined,
  };
  return sink;
}

function name(table: Table, row: object): string {
  return `${table.table} ${table.identityOf(row)}`;
}

function pick(row: object, columns: readonly string[]): object {
  return Object.fromEntries(Object.entries(row).filter(([column]) => columns.includes(column)));
}

function asText(value: object): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one));
}
