import { defineCommand } from "../definition.ts";

export const completion = defineCommand({
  name: "completion",
  summary: "Prints a script that lets a shell complete commands, options and paths.",
  arguments: { shell: { text: "for which shell", choices: ["bash", "zsh", "fish"] } },
  options: {},
  examples: [
    "source <(rdi completion bash)",
    "rdi completion zsh > ~/.zfunc/_rdi",
    "rdi completion fish > ~/.config/fish/completions/rdi.fish",
  ],
  exits: {},
  details:
    "The scripts are made from the same definitions as this page. They complete commands, options, their choices, codes, and paths: folders and `.rdi` files where a project belongs.",
  async run({ shell }, output) {
    const { completionCommand } = await import("../completion.ts");
    return completionCommand(shell, output);
  },
});
