import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { connect } from "../../../../runtime/sinks/sqlserver/connection.ts";
import { sinkError } from "../../../../runtime/sinks/sqlserver/error-classes.ts";
import { connectionError } from "../../../../runtime/sinks/sqlserver/start-up-errors.ts";
import { startTdsDouble, type DoubleScript, type TdsDouble } from "../../../support/tds-double/tds-double.ts";

const folder = mkdtempSync(join(tmpdir(), "rdi-tds-"));
const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
const made = spawnSync("openssl", [
  ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate],
  ...["-subj", "/CN=sql.example", "-addext", "subjectAltName=DNS:sql.example"],
]);
if (made.status !== 0) throw new Error(`openssl made no certificate: ${String(made.stderr)}`);
const TLS = { tls: { key: readFileSync(key, "utf8"), cert: readFileSync(certificate, "utf8") } };
test.after(() => rmSync(folder, { recursive: true }));

/** What a connection with such options fails with; undefined where it does not. */
async function failureOf(script: DoubleScript, options: string, use: (double: TdsDouble) => void): Promise<unknown> {
  const double = await startTdsDouble(script);
  try {
    const connection = await connect({ target: "db", url: `${double.url}${options}`, applicationName: "rdi test" });
    await connection.close();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    use(double);
    await double.close();
  }
}

test("a server that does not encrypt gets no password, unless the url allows it", async () => {
  for (const options of ["", "?encrypt=true", "?trustServerCertificate=true"]) {
    const failure = await failureOf({}, options, ({ logins }) => assert.equal(logins, [], options));
    assert.is(sinkError(failure, "connect").class, "halt");
    assert.match(connectionError("db", "mssql://h/d", failure).hint, /encrypt=false/);
  }
  assert.is(await failureOf({}, "?encrypt=false", ({ logins }) => assert.ok(logins.length > 0)), undefined);
});

test("a certificate counts by its authority and its name", async () => {
  const known = `?encrypt=strict&ca=${certificate}&hostNameInCertificate=sql.example`;
  assert.is(await failureOf(TLS, known, ({ logins }) => assert.is(logins[0]?.password, "secret")), undefined);
});

test("one of another authority, or of another host, is refused before the login", async () => {
  for (const options of [
    "?encrypt=strict&hostNameInCertificate=sql.example",
    `?encrypt=strict&ca=${certificate}&hostNameInCertificate=other.example`,
  ]) {
    const failure = await failureOf(TLS, options, ({ logins }) => assert.equal(logins, [], options));
    assert.match(connectionError("db", "mssql://h/d", failure).hint, /certificate/);
  }
});

test.run();
