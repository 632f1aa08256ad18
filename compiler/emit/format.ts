/** A module's text: its statements in the project's layout, one empty line between them. */
export async function formatModule(header: string, statements: readonly string[]): Promise<string> {
  const { format } = await import("prettier");
  const text = `${header}\n${statements.filter((statement) => statement !== "").join("\n\n")}\n`;
  return format(text, {
    parser: "typescript",
    printWidth: 120,
    endOfLine: "lf",
    embeddedLanguageFormatting: "off",
  });
}
