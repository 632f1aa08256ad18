/** Logins: TLS with an authority of one's own, and a password that is replaced while a worker runs. */
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { createMysqlSink } from "../../runtime/sinks/mysql/sink.ts";
import { endAll, startMariadb, temporaryFolder, type MariadbServer } from "../setup/servers.mjs";
import { notStarted } from "../conformance/expect.ts";
import { needsMariadb } from "../support/mariadb-test.ts";

test.after(() => endAll());

const folder = temporaryFolder("tls");
const file = (name: string): string => join(folder, name);
let running: Promise<MariadbServer> | undefined;

/** With a certificate for `localhost` alone, of an authority that nobody else knows. */
function server(): Promise<MariadbServer> {
  return (running ??= start("localhost"));
}

async function start(name: string): Promise<MariadbServer> {
  const run = (...args: readonly string[]): void =>
    void execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  for (const ca of ["ca", "stranger"])
    run(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      `${ca}.key`,
      "-out",
      `${ca}.pem`,
      "-days",
      "2",
      "-subj",
      `/CN=${ca}`,
    );
  run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", `/CN=${name}`);
  run(
    "x509",
    "-req",
    "-in",
    "server.csr",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-out",
    "server.pem",
    "-days",
    "2",
  );
  chmodSync(folder, 0o755);
  const settings = [`ssl-ca=${file("ca.pem")}`, `ssl-cert=${file("server.pem")}`, `ssl-key=${file("server.key")}`];
  const made = await startMariadb({ settings });
  await withSink(`${made.url("mysql")}?ssl-mode=REQUIRED`, async () => undefined);
  return made;
}

/** Opens a lane of it: that takes a connection of its own. */
async function withSink(url: string, run: (open: () => Promise<void>) => Promise<void>): Promise<void> {
  const sink = createMysqlSink({ name: "db", url, schema: undefined });
  const open = async (): Promise<void> => {
    const lane = await sink.openLane({ project: "p", route: "r.db", lane: 0, source: undefined, release: "r" });
    await lane.close();
  };
  try {
    await open();
    await run(open);
  } finally {
    await sink.close();
  }
}

const named = (url: string, host: string): string => url.replace("127.0.0.1", host);

needsMariadb("what a worker sends is encrypted when the url says so", async () => {
  const { url } = await server();
  await withSink(`${url("mysql")}?ssl-mode=REQUIRED`, async () => undefined);
  await withSink(
    named(`${url("mysql")}?ssl-mode=VERIFY_CA&ssl-ca=${file("ca.pem")}`, "127.0.0.1"),
    async () => undefined,
  );
  await withSink(
    named(`${url("mysql")}?ssl-mode=VERIFY_IDENTITY&ssl-ca=${file("ca.pem")}`, "localhost"),
    async () => undefined,
  );
});

needsMariadb(
  "a server that another authority vouches for, or under another name, is refused with what to do",
  async () => {
    const { url } = await server();
    const started = (query: string): Promise<void> =>
      createMysqlSink({ name: "db", url: `${url("mysql")}?${query}`, schema: undefined }).prepare([]);
    const stranger = await notStarted(started(`ssl-mode=VERIFY_CA&ssl-ca=${file("stranger.pem")}`), "RDI5005");
    assert.match(stranger.hint ?? "", "ssl-ca");
    await notStarted(started("ssl-mode=VERIFY_CA"), "RDI5005");
    await notStarted(started(`ssl-mode=VERIFY_IDENTITY&ssl-ca=${file("ca.pem")}`), "RDI5001");
    const elsewhere = await start("elsewhere");
    const identity = named(`${elsewhere.url("mysql")}?ssl-mode=VERIFY_IDENTITY&ssl-ca=${file("ca.pem")}`, "localhost");
    const sink = createMysqlSink({ name: "db", url: identity, schema: undefined });
    const other = await notStarted(sink.prepare([]), "RDI5005");
    assert.match(other.hint ?? "", "another name");
    assert.not.match(`${other.message} ${other.hint}`, elsewhere.password);
    await elsewhere.remove();
  },
);

needsMariadb("a url with an unknown option, word or file is a setting that is wrong", async () => {
  const { url, password } = await server();
  for (const query of ["sslmode=require", "ssl-mode=MAYBE", "ssl-ca=/no/such/file", "password-file=/no/such/file"]) {
    const sink = createMysqlSink({ name: "db", url: `${url("mysql")}?${query}`, schema: undefined });
    const { message, hint } = await notStarted(sink.prepare([]), "RDI5001");
    assert.not.match(`${message} ${hint}`, password);
  }
});

needsMariadb("a password is read from its file at each connection", async () => {
  const { url, port } = await server();
  const secret = file("password");
  const admin = async (statement: string): Promise<void> => {
    const { default: mysql } = await import("mysql2/promise");
    const client = await mysql.createConnection(url("mysql").replace("mariadb:", "mysql:"));
    await client.query(statement);
    await client.end();
  };
  await admin("CREATE USER rotated IDENTIFIED BY 'first'");
  await admin("GRANT ALL ON mysql.* TO rotated");
  writeFileSync(secret, "first\n");
  await withSink(`mariadb://rotated@127.0.0.1:${port}/mysql?password-file=${secret}`, async (open) => {
    await admin("SET PASSWORD FOR rotated = PASSWORD('second')");
    const refused = await open().then(
      () => "",
      (error: unknown) => String(error),
    );
    assert.match(refused, "Access denied");
    assert.not.match(refused, readFileSync(secret, "utf8").trim());
    writeFileSync(secret, "second\n");
    await open();
  });
});

test.run();
