/** A module's text in the project's layout. */
export async function format(text: string): Promise<string> {
  const prettier = await import("prettier");
  return prettier.format(text, {
    parser: "typescript",
    printWidth: 120,
    endOfLine: "lf",
    embeddedLanguageFormatting: "off",
  });
}
