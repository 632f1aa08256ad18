import { allNodes, nameOf, type CommandNode, type OptionWord, type Place } from "./tree.ts";

/** For bash 3.2 and later, which is what macOS has. `codes` are the words that `rdi explain` takes. */
export function bashCompletion(root: CommandNode, codes: readonly string[]): string {
  const nodes = allNodes(root);
  return `# Completion of rdi for bash, written by: rdi completion bash
_rdi_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_rdi_folders() { compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -d -- "$cur")); }
_rdi_files() { compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$cur")); }
_rdi_projects() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen -d -- "$cur") $(compgen -f -X '!*.rdi' -- "$cur"))
}

_rdi() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path="" place=0 i word
  COMPREPLY=()
  # bash takes --format=json apart at the sign.
  if [ "$cur" = "=" ]; then cur=""; elif [ "$prev" = "=" ]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$path $word" in
${nodes.flatMap(descend).join("\n")}
      *" -"*) ;;
      *) place=$((place + 1)) ;;
    esac
  done
  case "$path" in
${nodes.map((node) => commandCase(node, codes)).join("\n")}
  esac
}
complete -F _rdi rdi
`;
}

/** How the loop over the words goes on behind this node: to a command, or over the value of an option. */
function descend({ path, children, options }: CommandNode): readonly string[] {
  const here = path.join(" ");
  const down = children.map((child) => `      "${here} ${nameOf(child)}") path="${child.path.join(" ")}" ;;`);
  const valued = options.filter(({ value }) => value !== undefined).flatMap(({ flags }) => flags);
  if (valued.length === 0) return down;
  const patterns = valued.map((flag) => `"${here} ${flag}"`).join("|");
  return [...down, `      ${patterns}) i=$((i + 1)); [ "\${COMP_WORDS[i]}" = "=" ] && i=$((i + 1)) ;;`];
}

function commandCase(node: CommandNode, codes: readonly string[]): string {
  const { path, children, words, options } = node;
  const flags = options.flatMap((option) => option.flags).join(" ");
  const values = options.flatMap(valueCase).map((line) => `        ${line}`);
  const places = words.map((word, index) => `        ${word.several ? "*" : index}) ${offer(word, codes)} ;;`);
  const positions =
    children.length > 0
      ? [`      _rdi_words "${children.map(nameOf).join(" ")}"`]
      : places.length > 0
        ? ['      case "$place" in', ...places, "      esac"]
        : [];
  return [
    `    "${path.join(" ")}")`,
    ...(values.length === 0 ? [] : ['      case "$prev" in', ...values, "      esac"]),
    `      case "$cur" in -*) _rdi_words "${flags}"; return ;; esac`,
    ...positions,
    "      ;;",
  ].join("\n");
}

function valueCase({ flags, value }: OptionWord): readonly string[] {
  return value === undefined ? [] : [`${flags.join("|")}) ${offer(value, [])}; return ;;`];
}

function offer({ choices, takes }: Place, codes: readonly string[]): string {
  if (choices.length > 0) return `_rdi_words "${choices.join(" ")}"`;
  switch (takes) {
    case "project":
      return "_rdi_projects";
    case "folder":
      return "_rdi_folders";
    case "file":
      return "_rdi_files";
    case "code":
      return `_rdi_words "${codes.join(" ")}"`;
    case "text":
      return ":";
    default:
      return takes satisfies never;
  }
}
