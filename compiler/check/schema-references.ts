import type { ForeignKeyLock } from "../schema/lock.ts";
import { nameSpan } from "./schema-differences.ts";
import type { WrittenTable } from "./schema.ts";
import type { Sink } from "./sink.ts";

/** Rows are written in the order of the text, table by table: a table stands below those that its foreign keys refer to. */
export function checkReferences(written: readonly WrittenTable[], sink: Sink): void {
  const writers = new Map<string, WrittenTable[]>();
  for (const table of written) {
    const id = idOf(table.plan.target, table.lock.schema ?? table.lock.foundIn ?? "", table.lock.table);
    writers.set(id, [...(writers.get(id) ?? []), table]);
  }
  for (const child of written) {
    for (const key of child.lock.foreignKeys.filter((one) => isWritten(one, child))) {
      const parents = writers.get(idOf(child.plan.target, key.references.schema, key.references.table)) ?? [];
      if (!parents.some(({ plan }) => plan === child.plan)) checkReference(key, { child, parents, written }, sink);
    }
  }
}

function idOf(target: string, schema: string, table: string): string {
  return JSON.stringify([target, schema, table]);
}

/** A column that is not written is null, as a rule, and then refers to nothing. */
function isWritten({ columns }: ForeignKeyLock, { plan }: WrittenTable): boolean {
  return columns.every((name) => plan.columns.some((column) => column.name === name));
}

interface Reference {
  readonly child: WrittenTable;
  /** All that write the table that is referred to. */
  readonly parents: readonly WrittenTable[];
  readonly written: readonly WrittenTable[];
}

function checkReference(key: ForeignKeyLock, { child, parents, written }: Reference, sink: Sink): void {
  const own = parents.filter(({ job }) => job === child.job);
  if (own.some((parent) => written.indexOf(parent) < written.indexOf(child))) return;
  const [below] = own;
  const [elsewhere] = parents;
  const { checked } = child;
  const span = nameSpan(checked, key.columns[0] ?? "");
  const constraint = key.name;
  if (below !== undefined) {
    // One that is looked at when the transaction commits finds its parent.
    if (key.deferred) return;
    sink.report("RDI3013", span, { parent: below.plan.table, constraint }, [
      { span: below.checked.path, label: "written here" },
    ]);
  } else if (elsewhere !== undefined) {
    const { job, plan } = elsewhere;
    sink.report("RDI3014", span, { parent: plan.table, job, constraint }, [
      { span: elsewhere.checked.path, label: "written here" },
    ]);
  }
}
