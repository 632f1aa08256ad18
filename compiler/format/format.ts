import * as plugin from "./plugin.ts";

/** A text that parses, in the language's layout, with the line ends that it has. Throws where it does not parse. */
export async function formatText(text: string): Promise<string> {
  const { format } = await import("prettier");
  return format(text, { parser: "rdi", plugins: [plugin], endOfLine: "auto" });
}
