import { basename, join, resolve } from "node:path";
import { EXIT, type ExitCode } from "../exit.ts";
import { createProject, projectName } from "../host.ts";
import { projectTemplate } from "../init/project-template.ts";
import { starterOf, type StarterName } from "../init/starters.ts";
import { printObject, type Output } from "./output.ts";

export interface InitOptions {
  readonly target: StarterName;
  readonly json: boolean;
}

export function initCommand(folder: string, { target, json }: InitOptions, output: Output): ExitCode {
  const name = projectName(basename(resolve(folder)));
  const files = projectTemplate(name, target, starterOf(target));
  createProject(folder, files);
  if (json) {
    printObject({ files: files.map(({ path }) => join(folder, path)) }, output);
    return EXIT.ok;
  }
  for (const { path } of files) output.out(`${join(folder, path)}\n`);
  output.out(`\nNext: rdi check ${folder}, then read ${join(folder, "README.md")}.\n`);
  return EXIT.ok;
}
