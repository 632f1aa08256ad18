import type { Starter } from "../init/starter.ts";
import type { ColumnType, JobPlan, SettingPlan, TablePlan, TargetOption } from "../plan/ir.ts";
import type { SettingTable } from "../check/settings.ts";
import type { DdlDialect } from "./ddl.ts";
import type { TableStatements } from "./statements.ts";

/** A kind of database with tables: all that the compiler knows of it. Each has a folder, and a line in dialects.ts. */
export interface Dialect {
  /** For people: `PostgreSQL`. */
  readonly title: string;
  /** What else people write after a target's colon. */
  readonly aliases: readonly string[];
  readonly settings: TargetSettingTable;
  /** Beginnings of a `url`: `postgres://`. */
  readonly schemes: readonly string[];
  /** Why no column there can have this type: a sentence's end, as after "`numeric` "; undefined where one can. */
  typeProblem(type: ColumnType): string | undefined;
  /** All statements of a table. */
  statements(job: JobPlan, table: TablePlan): TableStatements;
  /** Whether its statements can remove the rows of single members of a value; without it a key is always read as a whole. */
  readonly removesMembers: boolean;
  readonly ddl: DdlDialect;
  /** Where its driver has a native part, which lies beside a bundle. */
  readonly nativeDriver?: NativeDriver;
  readonly starter: Starter;
}

/** A driver that has a native part: packages of one scope, each with the file for one platform. */
export interface NativeDriver {
  /** The driver's package, and the first part of a native file's name in a bundle: `libsql-linux-x64-gnu.node`. */
  readonly name: string;
  readonly scope: string;
  /** Of the driver's package, the module that loads the native part, and the text that does. `target` is the platform. */
  readonly module: string;
  readonly loading: string;
}

/** Every target has a `url`, and may have a `schema`; the others are handed to its sink as they are. */
export type TargetSettingTable = SettingTable<
  { readonly url: SettingPlan; readonly schema?: string } & Readonly<Record<string, TargetOption | undefined>>
>;
