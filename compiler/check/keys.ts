import type { Name } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import { typeText } from "./column-types.ts";
import type { CheckedColumn, CheckedTable } from "./into.ts";
import type { Sink } from "./sink.ts";

/** `key (…)`: there, of columns of the block, each once, exact, and independent of the clock. */
export function checkKey(table: CheckedTable, sink: Sink): void {
  const { key } = table.destination;
  if (table.into.mode === "append") return;
  if (key === undefined) {
    reportNoKey(table, sink);
    return;
  }
  const first = new Map<string, Name>();
  for (const name of key.names) {
    const earlier = first.get(name.text);
    if (earlier !== undefined) {
      sink.report("RDI2007", name.span, { what: "the key column", name: name.text }, [
        { span: earlier.span, label: "first named here" },
      ]);
    }
    first.set(name.text, earlier ?? name);
    checkKeyColumn(name, table, sink);
  }
}

function reportNoKey(table: CheckedTable, sink: Sink): void {
  const columns = table.columns
    .filter(({ source }) => source?.kind === "capture" || source?.kind === "key")
    .map(({ column }) => column.name.text);
  sink.report("RDI2044", table.path, { table: table.table, columns });
}

function checkKeyColumn(name: Name, table: CheckedTable, sink: Sink): void {
  const listed = table.destination.columns.map((column) => column.name.text);
  if (!listed.includes(name.text)) {
    sink.report("RDI2042", name.span, { name: name.text, near: suggest(name.text, listed) });
    return;
  }
  const column = table.columns.find((candidate) => candidate.column.name.text === name.text);
  if (column !== undefined) checkExact(name, column, sink);
}

function checkExact(name: Name, { column, type, clock }: CheckedColumn, sink: Sink): void {
  const related = [{ span: column.name.span, label: "the column" }];
  if (type.kind === "real" || type.kind === "double" || type.kind === "json")
    sink.report("RDI2043", name.span, { name: name.text, type: typeText(type) }, related);
  if (clock)
    sink.report("RDI2045", column.value?.span ?? column.span, { what: "which row it is" }, [
      { span: name.span, label: "part of `key`" },
    ]);
}
