import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { commandTree } from "../completion/tree.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { knownCodes } from "../report/explain.ts";
import { COMMANDS } from "./definitions.ts";
import type { Output } from "./output.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function completionCommand(shell: keyof typeof SHELLS, output: Output): ExitCode {
  output.out(SHELLS[shell](commandTree(COMMANDS), knownCodes()));
  return EXIT.ok;
}
