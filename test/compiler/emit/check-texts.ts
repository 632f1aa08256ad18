import type { EmittedFile } from "../../../compiler/emit/module.ts";
import { addModule, openProgram } from "../../../compiler/program.ts";
import { typeCheck } from "../../../compiler/type-check.ts";

/** Type-checks modules as they stand in files, after prettier. */
export function checkTexts(files: readonly EmittedFile[]): void {
  const program = openProgram();
  for (const { path, text } of files) addModule(program, path, text);
  typeCheck(program);
}
