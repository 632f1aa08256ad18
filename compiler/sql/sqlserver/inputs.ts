import { fromText, inputType, type Use } from "./types.ts";
import type { ColumnPlan } from "../../plan/ir.ts";
import { wrapped } from "../layout.ts";
import { quoted } from "./identifiers.ts";

/** A column of a table variable: its name, quoted; its type; how it comes from a text. */
export interface Input {
  readonly name: string;
  readonly type: string;
  fromText(cell: string): string;
}

/** Cannot be columns' names by accident. */
export const POSITION = quoted("rdi position");
export const EXPIRED = quoted("rdi expired");

export function inputOf(column: ColumnPlan, use: Use): Input {
  return {
    name: quoted(column.name),
    type: inputType(column, use),
    fromText: (cell) => fromText(cell, column),
  };
}

export const position: Input = { name: POSITION, type: "int", fromText: (cell) => `CONVERT(int, ${cell})` };

export const expired: Input = {
  name: EXPIRED,
  type: "datetimeoffset(6)",
  fromText: (cell) => `CONVERT(datetimeoffset(6), ${cell}, 127)`,
};

/**
 * Takes a parameter's rows into a table variable: a JSON document of arrays of texts, so that one text and one plan serve every batch size. Every
 * text is converted once, by a conversion that refuses what it can't hold.
 */
export function taken(variable: string, parameter: string, inputs: readonly Input[]): readonly string[] {
  const paths = inputs.map((_, at) => `c${at} nvarchar(max) '$[${at}]'`);
  const values = inputs.map(({ fromText: convert }, at) => convert(`j.c${at}`));
  return [
    `DECLARE ${variable} TABLE (${wrapped(inputs.map(({ name, type }) => `${name} ${type}`))});`,
    `INSERT INTO ${variable} (${wrapped(inputs.map(({ name }) => name))})`,
    `SELECT ${wrapped(values)}`,
    `FROM OPENJSON(${parameter}) WITH (${wrapped(paths)}) AS j;`,
  ];
}
