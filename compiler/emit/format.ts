import { Project, type StatementStructures } from "ts-morph";

export type ModuleFormatter = (
  statements: readonly (string | StatementStructures)[],
  header: string,
) => Promise<string>;

/** Prints modules and formats them. Two line breaks before a statement are kept, more are not. */
export function moduleFormatter(): ModuleFormatter {
  const project = new Project({ useInMemoryFileSystem: true });
  return async (statements, header) => {
    const { format } = await import("prettier");
    const file = project.createSourceFile("module.ts", { statements: [...statements] }, { overwrite: true });
    const text = `${header}\n${file.getFullText()}`;
    return format(text, { parser: "typescript", printWidth: 120, endOfLine: "lf", embeddedLanguageFormatting: "off" });
  };
}
