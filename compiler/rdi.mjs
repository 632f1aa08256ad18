#!/usr/bin/env node
/* The command line. */
import { importBuilt } from "./built.mjs";

const { main } = await importBuilt("cli");
process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  color: process.stderr.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
});
