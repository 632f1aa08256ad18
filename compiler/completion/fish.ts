import { allNodes, nameOf, type CommandNode, type OptionWord, type Place } from "./tree.ts";

/** A file `rdi.fish` of fish's completions: a line a word, each with the command behind which it may stand. */
export function fishCompletion(root: CommandNode, codes: readonly string[]): string {
  const lines = allNodes(root).flatMap((node) => [
    ...node.children.map((child) => commandLine(node, child)),
    ...node.options.map((option) => optionLine(node, option)),
    ...node.words.slice(0, 1).flatMap((word) => placeLine(node, word, codes)),
  ]);
  return `# Completion of rdi for fish, written by: rdi completion fish

# True behind exactly these commands, whatever options stand between them.
function __rdi_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l bare (string match -v -- '-*' $words)
    test (count $argv) -eq 0; and test (count $bare) -eq 0; and return 0
    test (count $argv) -gt 0; and test (count $bare) -ge (count $argv); and test "$bare[1..$(count $argv)]" = "$argv"
end

# The same, and no command of the group was typed yet.
function __rdi_group
    set -l words (commandline -opc)
    set -e words[1]
    test (string match -v -- '-*' $words | string join ' ') = "$argv"
end

complete -c rdi -f
${lines.join("\n")}
`;
}

function condition(node: CommandNode, isGroup: boolean): string {
  return `-n ${quoted([isGroup ? "__rdi_group" : "__rdi_at", ...node.path].join(" "))}`;
}

function commandLine(node: CommandNode, child: CommandNode): string {
  const at = node.path.length === 0 ? condition(node, false) : condition(node, true);
  return `complete -c rdi ${at} -a ${nameOf(child)} -d ${quoted(child.summary)}`;
}

function optionLine(node: CommandNode, { flags, text, value }: OptionWord): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const offered = value === undefined ? "" : ` ${requirement(value)}`;
  return `complete -c rdi ${condition(node, false)} ${names.join(" ")}${offered} -d ${quoted(text)}`;
}

function requirement(place: Place): string {
  const list = offer(place, []);
  return list === undefined ? "-x" : `-x -a ${quoted(list)}`;
}

function placeLine(node: CommandNode, place: Place, codes: readonly string[]): readonly string[] {
  const list = offer(place, codes);
  return list === undefined ? [] : [`complete -c rdi ${condition(node, false)} -a ${quoted(list)}`];
}

function offer({ choices, takes }: Place, codes: readonly string[]): string | undefined {
  if (choices.length > 0) return choices.join(" ");
  switch (takes) {
    case "project":
      return "(__fish_complete_suffix .rdi)";
    case "folder":
      return "(__fish_complete_directories)";
    case "file":
      return "(__fish_complete_path)";
    case "code":
      return codes.join(" ");
    case "text":
      return undefined;
    default:
      return takes satisfies never;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
