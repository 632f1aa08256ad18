#!/usr/bin/env node
/* The command line. */
import { importBuilt } from "./built.mjs";

const { main, terminalOutput } = await importBuilt("cli");
process.exitCode = await main(process.argv.slice(2), terminalOutput(process));
