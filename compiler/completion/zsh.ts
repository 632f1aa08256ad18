import { allNodes, nameOf, type CommandNode, type OptionWord, type Place } from "./tree.ts";

/** A file `_rdi` of zsh's completion system: a function a command, which calls those below it. */
export function zshCompletion(root: CommandNode, codes: readonly string[]): string {
  return `#compdef rdi
# Completion of rdi for zsh, written by: rdi completion zsh

_rdi_projects() { _files -g '*.rdi(-.)' }

${allNodes(root)
  .map((node) => commandFunction(node, codes))
  .join("\n\n")}

if [ "$funcstack[1]" = "_rdi" ]; then
  _rdi "$@"
else
  compdef _rdi rdi
fi
`;
}

function functionName({ path }: CommandNode): string {
  return ["_rdi", ...path].join("_");
}

function commandFunction(node: CommandNode, codes: readonly string[]): string {
  const { children, words, options } = node;
  const specs = options.map(optionSpec);
  if (children.length === 0) {
    const places = words.map((word) =>
      quoted(`${word.several ? "*" : ""}:${escaped(word.name)}:${placeAction(word, codes)}`),
    );
    return `${functionName(node)}() {\n  _arguments -s ${[...specs, ...places].join(" \\\n    ")}\n}`;
  }
  const names = children.map((child) => `    ${quoted(`${nameOf(child)}:${escaped(child.summary)}`)}`);
  const cases = children.map((child) => `        ${nameOf(child)}) ${functionName(child)} ;;`);
  return `${functionName(node)}() {
  local curcontext="$curcontext" state line
  local -a commands=(
${names.join("\n")}
  )
  _arguments -C ${specs.join(" ")} '1: :->command' '*:: :->rest'
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $line[1] in
${cases.join("\n")}
      esac
      ;;
  esac
}`;
}

function optionSpec({ flags, text, value }: OptionWord): string {
  const action = value === undefined ? "" : `:value:${placeAction(value, [])}`;
  const help = `[${escaped(text)}]${action}`;
  const [first = ""] = flags;
  return flags.length === 1
    ? quoted(`${first}${help}`)
    : `${quoted(`(${flags.join(" ")})`)}{${flags.join(",")}}${quoted(help)}`;
}

function placeAction({ choices, takes }: Place, codes: readonly string[]): string {
  if (choices.length > 0) return `(${choices.join(" ")})`;
  switch (takes) {
    case "project":
      return "_rdi_projects";
    case "folder":
      return "_files -/";
    case "file":
      return "_files";
    case "code":
      return `(${codes.join(" ")})`;
    case "text":
      return " ";
    default:
      return takes satisfies never;
  }
}

/** Colons and brackets have a meaning in the specifications of zsh. */
function escaped(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
