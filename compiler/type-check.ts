import { ts, type Project } from "ts-morph";
import { InternalError } from "./internal-error.ts";

/**
 * Type-checks emitted modules as one strict program. The user's mistakes were diagnosed before emission, so an error here is ours: it throws
 * {@link InternalError}.
 *
 * Only they are checked; of the runtime only what they mention is. The native compiler is faster, but wants a process, and a folder with the
 * modules inside this package.
 */
export function typeCheck(program: Project): void {
  const sources = program.getSourceFiles();
  if (sources.length === 0) return;
  const { compilerObject } = program.getProgram();
  const problems = sources.flatMap(({ compilerNode }) => [
    ...compilerObject.getSyntacticDiagnostics(compilerNode),
    ...compilerObject.getSemanticDiagnostics(compilerNode),
  ]);
  if (problems.length > 0) throw new InternalError("An emitted module has a type error.", problems.map(describe));
}

/** `customers.ts:12:7: Type 'null' is not assignable to type 'string'.` and the line itself. */
function describe(problem: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(problem.messageText, "\n");
  const { file, start } = problem;
  if (file === undefined || start === undefined) return message;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const text = file.text.split("\n")[line] ?? "";
  const name = file.fileName.slice(file.fileName.lastIndexOf("/") + 1);
  return `${name}:${line + 1}:${character + 1}: ${message}\n  ${text.trim()}`;
}
