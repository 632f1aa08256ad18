import type { Inputs } from "../batch-statements.ts";
import type { Cells } from "./cells.ts";
import type { Connection, Parameter, Query, RowSet } from "./connection.ts";
import { sinkError } from "./error-classes.ts";
import { fenceError, fenceParameters, fenceText } from "./fence.ts";
import type { FencedMove } from "../fenced-move.ts";
import { rowsDocument } from "./rows-document.ts";
import { SinkError } from "../sink.ts";

/** A statement of a transaction. Where a check finds a row, all is rolled back. */
export interface Part {
  readonly kind: "write" | "check";
  readonly text: string;
  readonly owners: Inputs | undefined;
  readonly rows: Inputs | undefined;
  /** Of the statement's failure. */
  errorOf(thrown: unknown): SinkError;
}

export interface Transaction {
  readonly checkpoint: string;
  readonly move: FencedMove;
  readonly parts: readonly Part[];
  /** Rolled back at the end. */
  readonly trial: boolean;
}

export interface Finished {
  readonly ended: "committed" | "tried" | "collided";
  /** Rows that each part has changed, or found. */
  readonly counts: readonly number[];
  /** What each check found; nothing of a write. */
  readonly found: readonly RowSet["rows"][];
}

/*
 * One request holds all of a transaction, from BEGIN to COMMIT: SQL Server has no limit for a transaction whose client went silent, so none is
 * ever open while the client has something to do. The statements are texts of their own, which the server knows by their text; what stands
 * around them depends on their number and kinds alone. Every statement answers with its count, so that the one that failed can be told.
 */

const COUNT = "rdi count";
const END = "rdi end";
const DECLARED = "N'@owners nvarchar(max), @rows nvarchar(max), @now datetimeoffset(6), @count int OUTPUT'";
/** A statement that could not be compiled does not end the request by itself. */
const BROKEN = 50_002;

export function transactionQuery({ checkpoint, move, parts, trial }: Transaction): Query {
  const parameters: Record<string, Parameter> = { ...fenceParameters(move) };
  for (const [at, part] of parts.entries()) Object.assign(parameters, partParameters(at, part));
  const lines = [
    "SET NOCOUNT, XACT_ABORT ON;",
    "DECLARE @now datetimeoffset(6) = SYSUTCDATETIME(), @count int, @status int, @found int = 0;",
    // Nothing leaves one open; but within another a COMMIT would be none.
    "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;",
    "BEGIN TRANSACTION;",
    fenceText(checkpoint),
    `SELECT 1 AS [${COUNT}];`,
    ...parts.flatMap(({ kind }, at) => partLines(at, kind, parts[at + 1]?.kind)),
    trial ? "ROLLBACK TRANSACTION;" : "COMMIT TRANSACTION;",
    `SELECT N'${trial ? "tried" : "committed"}' AS [${END}];`,
  ];
  return { text: lines.join("\n"), parameters };
}

function partParameters(at: number, { kind, text, owners, rows }: Part): Record<string, Parameter> {
  return {
    [`t${at}`]: text,
    [`o${at}`]: documentOf(owners, "nothing"),
    [`r${at}`]: documentOf(rows, kind === "check" ? "position" : "nothing"),
  };
}

/** Null where nothing is taken. */
function documentOf(inputs: Inputs | undefined, more: "position" | "nothing"): string | null {
  return inputs === undefined ? null : rowsDocument(inputs.count, inputs.columns.map(asCells), more);
}

function asCells(column: unknown): Cells {
  return Array.isArray(column) ? column : [];
}

function partLines(at: number, kind: Part["kind"], next: Part["kind"] | undefined): readonly string[] {
  return [
    "SET @count = NULL;",
    `EXEC @status = sys.sp_executesql @t${at}, ${DECLARED}, @owners = @o${at}, @rows = @r${at}, @now = @now, @count = @count OUTPUT;`,
    `IF @status <> 0 OR @count IS NULL THROW ${BROKEN}, N'rdi statement', 1;`,
    `SELECT @count AS [${COUNT}];`,
    ...(kind === "check" ? ["SET @found = @found + @count;"] : []),
    ...(kind === "check" && next !== "check" ? COLLIDED : []),
  ];
}

const COLLIDED = [
  "IF @found > 0",
  "BEGIN",
  "  ROLLBACK TRANSACTION;",
  `  SELECT N'collided' AS [${END}];`,
  "  RETURN;",
  "END;",
];

/** Rejects with `SinkError`. */
export async function runTransaction(connection: Connection, transaction: Transaction): Promise<Finished> {
  const { sets, failure } = await connection.run(transactionQuery(transaction));
  const ended = endOf(sets);
  // A trigger's RAISERROR without ROLLBACK is a remark: the transaction went on to its end.
  if (ended !== undefined) return { ended, ...answersOf(sets) };
  if (failure !== undefined) throw failureOf(transaction, sets, failure);
  throw new SinkError("connection", "", "the transaction came to no end", { statement: "COMMIT" });
}

function endOf(sets: readonly RowSet[]): Finished["ended"] | undefined {
  const word = sets.find(({ columns }) => columns[0] === END)?.rows[0]?.[0];
  return word === "committed" || word === "tried" || word === "collided" ? word : undefined;
}

/** Results of triggers are passed over: of a statement counts the last one before its count, if it is a check's. */
function answersOf(sets: readonly RowSet[]): Pick<Finished, "counts" | "found"> {
  const counts: number[] = [];
  const found: RowSet["rows"][] = [];
  let rows: RowSet["rows"] = [];
  for (const set of sets) {
    if (set.columns[0] !== COUNT) {
      rows = set.columns[0] === "rdi position" ? set.rows : rows;
      continue;
    }
    counts.push(Number(set.rows[0]?.[0] ?? 0));
    found.push(rows);
    rows = [];
  }
  // The first one is the fence's.
  return { counts: counts.slice(1), found: found.slice(1) };
}

/** As many statements have answered as came before the one that failed. */
function failureOf({ parts }: Transaction, sets: readonly RowSet[], failure: unknown): SinkError {
  const answered = sets.filter(({ columns }) => columns[0] === COUNT).length;
  if (answered === 0) return fenceError(failure);
  return parts[answered - 1]?.errorOf(failure) ?? sinkError(failure, "COMMIT");
}
