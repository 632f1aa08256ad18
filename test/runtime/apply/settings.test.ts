import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../../runtime/errors.ts";
import type { Setting } from "../../../runtime/job.ts";
import { redactText, redactUrl, resolveSetting } from "../../../runtime/settings.ts";

test("a setting comes from the environment, and from its fallback where that is not set", () => {
  const setting: Setting = { kind: "env", name: "REDIS_URL", fallback: "redis://localhost" };
  assert.is(resolveSetting(setting, "The url", { REDIS_URL: "redis://other" }), "redis://other");
  assert.is(resolveSetting(setting, "The url", {}), "redis://localhost");
  assert.is(resolveSetting({ kind: "constant", value: "v" }, "The url", {}), "v");
});

test("a variable that is missing or empty is named, with what to do", () => {
  const setting: Setting = { kind: "env", name: "DB_URL", fallback: undefined };
  assert.equal(refusal(setting, {}), [
    "RDI5001",
    "The url comes from the environment variable DB_URL, which is not set.",
    "Set DB_URL, then start again.",
  ]);
  assert.match(refusal(setting, { DB_URL: "" })[1], "which is empty");
});

test("a file is read without the line's end, and a file that can't be read is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "rdi-settings-"));
  try {
    writeFileSync(join(folder, "url"), "redis://secret\n");
    assert.is(resolveSetting({ kind: "file", path: join(folder, "url") }, "The url"), "redis://secret");
    assert.match(refusal({ kind: "file", path: join(folder, "none") }, {})[1], /none, which can't be read \(ENOENT\)/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("passwords are not shown, wherever they stand", () => {
  assert.is(
    redactUrl("postgres://ada:s3cret@db/shop?sslpassword=s3cret&x=1"),
    "postgres://ada:***@db/shop?sslpassword=***&x=1",
  );
  assert.is(redactUrl("s3cret"), "(not a URL)");
  const url = "postgres://ada:s3%40cret@db/shop";
  assert.is(redactText(`can't use ${url} with s3@cret`, [url]), "can't use *** with ***");
});

test("the passwords of a URL with Sentinels are hidden, though its hosts are a list", () => {
  const url = "redis+sentinel://me:s3%40cret@s1:1,s2:2/main/0?sentinel_user=guard&sentinel_password=w4tch";
  const shown = "redis+sentinel://me:***@s1:1,s2:2/main/0?sentinel_user=guard&sentinel_password=***";
  assert.is(redactUrl(url), shown);
  assert.is(redactText(`can't use ${url} with s3@cret and w4tch`, [url]), `can't use ${shown} with *** and ***`);
});

function refusal(setting: Setting, env: NodeJS.ProcessEnv): readonly [string, string, string] {
  try {
    resolveSetting(setting, "The url", env);
  } catch (error) {
    if (error instanceof StartupError) return [error.code, error.message, error.hint];
    throw error;
  }
  throw new Error("it was accepted");
}

test.run();
