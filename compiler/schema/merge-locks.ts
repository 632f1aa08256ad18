import { tableId, type SchemaLock, type TargetLock } from "./lock.ts";

/** What was read now, and of an earlier lock file what was not looked at. */
export function mergeLocks(earlier: SchemaLock, read: SchemaLock): SchemaLock {
  const now = new Map(read.targets.map((target) => [target.name, target]));
  const kept = earlier.targets.filter(({ name }) => !now.has(name));
  const merged = read.targets.map((target) => {
    const before = earlier.targets.find(({ name, system }) => name === target.name && system === target.system);
    return before === undefined ? target : mergeTables(before, target);
  });
  return { targets: [...kept, ...merged] };
}

function mergeTables(earlier: TargetLock, read: TargetLock): TargetLock {
  const now = new Set(read.tables.map((table) => tableId("", table)));
  return { ...read, tables: [...earlier.tables.filter((table) => !now.has(tableId("", table))), ...read.tables] };
}
