import { posix } from "node:path";
import type { Declaration, File, FunctionDeclaration, Import } from "../../grammar/ast.ts";
import type { Functions, UserFunction } from "./user-functions.ts";
import type { Sink } from "./sink.ts";

/** Relative to the project's folder, as files' paths are; undefined for what can't name a file of ours. */
export function importedPath({ path }: Import): string | undefined {
  const text = path.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
  if (text === "" || path.parts.some((part) => part.kind !== "text") || posix.isAbsolute(text)) return undefined;
  return posix.normalize(posix.join(posix.dirname(path.span.file.path), text));
}

export function declarationsOf<Kind extends Declaration["kind"]>(
  kind: Kind,
  files: readonly File[],
): readonly Extract<Declaration, { kind: Kind }>[] {
  const all = files.flatMap((file) => file.declarations);
  return all.filter((one): one is Extract<Declaration, { kind: Kind }> => one.kind === kind);
}

/** The files that these ones import, not what those import; each once, and none of these ones. */
export function directImports(files: readonly File[], known: readonly File[], sink: Sink | undefined): readonly File[] {
  const found = new Set<File>();
  for (const one of declarationsOf("import", files)) {
    const path = importedPath(one);
    const file = known.find((candidate) => candidate.span.file.path === path);
    if (file === undefined) sink?.report("RDI2034", one.path.span, { path: path ?? "" });
    else if (!files.includes(file)) found.add(file);
  }
  return [...found];
}

/** The functions that each file can call. What the project's files declare is visible in all of them. */
export interface FunctionTable {
  readonly own: readonly UserFunction[];
  readonly imported: readonly UserFunction[];
  readonly functions: Functions;
}

export function functionTable(project: readonly File[], known: readonly File[]): FunctionTable {
  const byDeclaration = new Map<FunctionDeclaration, UserFunction>();
  const visible = (group: readonly File[]): Functions => {
    const all = declarationsOf("fn", [...group, ...directImports(group, known, undefined)]);
    const names = new Map([...all].reverse().map((one) => [one.name.text, one]));
    return {
      names: () => [...names.keys()],
      find: (name) => {
        const declaration = names.get(name);
        return declaration === undefined ? undefined : byDeclaration.get(declaration);
      },
    };
  };
  const functions = visible(project);
  for (const file of known) {
    const own = project.includes(file) ? functions : visible([file]);
    for (const declaration of declarationsOf("fn", [file]))
      byDeclaration.set(declaration, {
        declaration,
        functions: own,
        used: false,
        result: undefined,
        wayBack: undefined,
      });
  }
  const all = [...byDeclaration.values()];
  const ours = new Set(declarationsOf("fn", project));
  const isOwn = ({ declaration }: UserFunction): boolean => ours.has(declaration);
  return { own: all.filter(isOwn), imported: all.filter((one) => !isOwn(one)), functions };
}
