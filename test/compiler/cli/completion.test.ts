/** Shell completion: what bash offers, and scripts that the other shells can read where they are installed. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { COMMANDS } from "../../../compiler/commands/definitions.ts";
import { defineCommand } from "../../../compiler/commands/definition.ts";
import { bashCompletion } from "../../../compiler/completion/bash.ts";
import { fishCompletion } from "../../../compiler/completion/fish.ts";
import { commandTree } from "../../../compiler/completion/tree.ts";
import { zshCompletion } from "../../../compiler/completion/zsh.ts";
import { EXIT } from "../../../compiler/exit.ts";
import { packageRoot } from "../../../compiler/package-root.ts";
import { knownCodes } from "../../../compiler/report/explain.ts";
import { endAll, temporaryFolder } from "../../setup/servers.mjs";
import { startNode } from "../../support/processes.ts";

/** A group, so that commands of two words are tried as well. */
const list = defineCommand({
  name: "shelf list",
  summary: "Lists what's there: [all].",
  arguments: { path: { text: "a project", takes: "project" } },
  options: { only: { kind: "value", placeholder: "x", text: "which", choices: ["old", "new"] } },
  examples: ["rdi shelf list ."],
  exits: {},
  run: async () => EXIT.ok,
});
const tree = commandTree([...COMMANDS, list]);
const script = bashCompletion(tree, knownCodes());

/** What bash would offer for the last word, as it splits the line. */
function offered(words: readonly string[], cwd = packageRoot()): readonly string[] {
  const line = words.map((word) => `'${word}'`).join(" ");
  const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _rdi; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `${script}\n${ask}`], { cwd, encoding: "utf8" });
  assert.equal({ status, stderr }, { status: 0, stderr: "" });
  return stdout.split("\n").filter((word) => word !== "");
}

test("bash registers the function for rdi", () => {
  const { stdout } = spawnSync("bash", ["-c", `${script}\ncomplete -p rdi`], { encoding: "utf8" });
  assert.is(stdout, "complete -F _rdi rdi\n");
});

test("bash offers every command, and those that begin so", () => {
  const names = [...COMMANDS.map(({ name }) => name.split(" ")[0] ?? ""), "shelf"];
  assert.equal(offered(["rdi", ""]), [...new Set(names)]);
  assert.equal(offered(["rdi", "ch"]), ["check"]);
});

test("bash offers the options of each command", () => {
  for (const { name, options } of COMMANDS) {
    const flags = offered(["rdi", ...name.split(" "), "--"]);
    assert.ok(flags.includes("--help"), name);
    assert.is(flags.length, Object.keys(options).length + 1, name);
  }
  assert.equal(offered(["rdi", "build", "--no"]), ["--no-bundle"]);
  assert.equal(offered(["rdi", "resume", "x", "--acc"]), ["--accept-deletes"]);
});

test("bash offers the choices of an option, with a space or an equals sign", () => {
  const forms = ["text", "json", "sarif", "github"];
  assert.equal(offered(["rdi", "check", "--format", ""]), forms);
  assert.equal(offered(["rdi", "check", "--format", "="]), forms);
  assert.equal(offered(["rdi", "check", "--format", "=", "s"]), ["sarif"]);
  assert.equal(offered(["rdi", "completion", "z"]), ["zsh"]);
  assert.equal(
    offered(["rdi", "explain", "RDI204"]),
    knownCodes().filter((code) => code.startsWith("RDI204")),
  );
});

test("bash offers commands of a group, and what stands behind them", () => {
  assert.equal(offered(["rdi", "shelf", ""]), ["list"]);
  assert.equal(offered(["rdi", "shelf", "list", "--only", ""]), ["old", "new"]);
  assert.equal(offered(["rdi", "shelf", "list", "--o"]), ["--only"]);
});

test("bash offers folders and .rdi files where a project belongs, folders for --out, and nothing for text", () => {
  const folder = temporaryFolder("rdi-completion-");
  mkdirSync(join(folder, "a folder"));
  for (const name of ["b.rdi", "c.txt"]) writeFileSync(join(folder, name), "");
  assert.equal(offered(["rdi", "check", ""], folder), ["a folder", "b.rdi"]);
  assert.equal(offered(["rdi", "build", "b.rdi", "-o", ""], folder), ["a folder"]);
  assert.equal(offered(["rdi", "run", "--port", "1", ""], folder), ["a folder", "b.rdi"]);
  assert.equal(offered(["rdi", "run", "b.rdi", ""], folder), []);
  assert.equal(offered(["rdi", "resume", "b.rdi", ""], folder), []);
});

test("a project that is named like a command is no command", () => {
  assert.ok(offered(["rdi", "check", "build", "--f"]).includes("--format"));
});

const others = { zsh: zshCompletion(tree, knownCodes()), fish: fishCompletion(tree, knownCodes()) };

for (const [shell, text] of Object.entries(others)) {
  test(`${shell}'s script has every command and option, and ${shell} can read it if it is there`, () => {
    for (const { path, options } of tree.children) {
      assert.match(text, path.at(-1) ?? "");
      for (const flag of options.flatMap(({ flags }) => flags)) {
        const written = shell === "zsh" ? flag : flag.replace(/^--/, "-l ").replace(/^-(?=\w$)/, "-s ");
        assert.match(text, written);
      }
    }
    const file = join(temporaryFolder("rdi-completion-"), "_rdi");
    writeFileSync(file, text);
    const { error, status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
    if (error === undefined) assert.equal({ status, stderr }, { status: 0, stderr: "" });
  });
}

test("the command prints the script", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const run = startNode(join(packageRoot(), "compiler/rdi.mjs"), ["completion", shell]);
    assert.is((await run.exit()).code, 0);
    assert.match(run.stdout(), `rdi completion ${shell}`);
  }
});

test.after(() => endAll());
test.run();
