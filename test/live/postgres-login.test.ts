/** Logins to PostgreSQL: TLS with an authority of one's own, certificates of clients, and a password that is replaced while a worker runs. */
import { execFileSync } from "node:child_process";
import { chownSync, copyFileSync, chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import { notStarted, refused } from "../conformance/expect.ts";
import { endAll, startPostgres, temporaryFolder, type PostgresServer } from "../setup/servers.mjs";

const folder = temporaryFolder("logins");
const file = (name: string): string => join(folder, name);

test.after(() => endAll());

function openssl(...args: readonly string[]): void {
  execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
}

/** An authority's certificate for a name. */
function certify(name: string, subject: string, authority: string): void {
  const request = ["req", "-newkey", "rsa:2048", "-nodes", "-keyout", `${name}.key`, "-out", `${name}.csr`];
  openssl(...request, "-subj", `/CN=${subject}`);
  writeFileSync(file("names"), `subjectAltName=DNS:${subject}\n`);
  const signed = ["x509", "-req", "-in", `${name}.csr`, "-CA", `${authority}.pem`, "-CAkey", `${authority}.key`];
  openssl(...signed, "-CAcreateserial", "-extfile", "names", "-out", `${name}.pem`, "-days", "2");
}

for (const ca of ["ca", "stranger"]) {
  const self = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", `${ca}.key`, "-out", `${ca}.pem`];
  openssl(...self, "-days", "2", "-subj", `/CN=${ca}`);
}
certify("server", "localhost", "ca");
certify("client", "rdi", "ca");
const server = await startWithTls();

/** In the database `certified` a certificate takes the place of the password. */
async function startWithTls(): Promise<PostgresServer> {
  const made = await startPostgres({ fast: true });
  await made.createDatabase("certified");
  await made.stop();
  const { uid, gid } = statSync(made.dataDir);
  for (const name of ["ca.pem", "server.pem", "server.key"]) {
    const path = join(made.dataDir, name);
    copyFileSync(file(name), path);
    chownSync(path, uid, gid);
    chmodSync(path, 0o600);
  }
  const append = (name: string, text: string): void =>
    writeFileSync(join(made.dataDir, name), `${text}\n${readFileSync(join(made.dataDir, name), "utf8")}`);
  append("pg_hba.conf", "hostssl certified all 127.0.0.1/32 cert\nhostssl certified all ::1/128 cert");
  append("postgresql.conf", "ssl=on\nssl_ca_file='ca.pem'\nssl_cert_file='server.pem'\nssl_key_file='server.key'");
  await made.start();
  return made;
}

const sinkAt = (url: string) => createPostgresSink({ name: "db", url, schema: undefined });

/** Opens a lane: that takes a connection of its own. */
async function open(url: string): Promise<void> {
  const sink = sinkAt(url);
  try {
    const lane = await sink.openLane({ project: "p", route: "r.db", lane: 0, source: undefined, release: "r" });
    await lane.close();
  } finally {
    await sink.close();
  }
}

const address = (query: string, host = "127.0.0.1", database = "postgres"): string =>
  `${server.url(database).replace("127.0.0.1", host)}?${query}`;

async function asked(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function isEncrypted(): Promise<boolean> {
  const rows = await asked(
    "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name LIKE 'rdi r.db%'",
  );
  return rows.length > 0 && rows.every(({ ssl }) => ssl === true);
}

test("each sslmode means what it means to psql", async () => {
  const root = `sslrootcert=${file("ca.pem")}`;
  for (const query of ["sslmode=require", `sslmode=require&${root}`, `sslmode=verify-ca&${root}`]) {
    const sink = sinkAt(address(query));
    const lane = await sink.openLane({ project: "p", route: "r.db", lane: 0, source: undefined, release: "r" });
    assert.ok(await isEncrypted(), query);
    await lane.close();
    await sink.close();
  }
  await open(address(`sslmode=verify-full&${root}`, "localhost"));
  await open(address("sslmode=disable"));
});

test("a server that another authority vouches for, or under another name, is refused with what to do", async () => {
  const stranger = `sslrootcert=${file("stranger.pem")}`;
  for (const query of [`sslmode=verify-ca&${stranger}`, `sslmode=require&${stranger}`, "sslmode=verify-full"]) {
    const { hint, message } = await notStarted(sinkAt(address(query)).prepare([]), "RDI5005");
    assert.match(hint, "sslrootcert");
    assert.not.match(message, server.password);
  }
  const other = address(`sslmode=verify-full&sslrootcert=${file("ca.pem")}`);
  assert.match((await notStarted(sinkAt(other).prepare([]), "RDI5005")).hint, "another name");
});

test("a certificate takes the place of a password, and without it the login is refused", async () => {
  const own = `sslcert=${file("client.pem")}&sslkey=${file("client.key")}`;
  const url = (query: string): string =>
    address(`sslmode=verify-ca&sslrootcert=${file("ca.pem")}${query}`, "127.0.0.1", "certified");
  await open(url(`&${own}`).replace(`:${server.password}@`, "@"));
  await notStarted(sinkAt(url("")).prepare([]), "RDI5006");
});

test("a url with a word that sslmode does not have, or a file that is not there, is a setting that is wrong", async () => {
  for (const query of [
    "sslmode=maybe",
    "sslmode=prefer",
    "sslmode=verify-ca",
    "sslrootcert=/no/such/file",
    "password-file=/no/such/file",
  ]) {
    const { message, hint } = await notStarted(sinkAt(address(query)).prepare([]), "RDI5001");
    assert.not.match(`${message} ${hint}`, server.password);
  }
});

test("a password is read from its file at each connection, and one that is refused meanwhile is waited for", async () => {
  await asked("CREATE ROLE rotated LOGIN PASSWORD 'first'");
  const secret = file("password");
  const url = `postgres://rotated@127.0.0.1:${server.port}/postgres?password-file=${secret}`;
  writeFileSync(secret, "first\n");
  await open(url);
  await asked("ALTER ROLE rotated PASSWORD 'second'");
  const error = await refused(open(url), "connection");
  assert.is(error.serverCode, "28P01");
  await notStarted(sinkAt(url).prepare([]), "RDI5006");
  writeFileSync(secret, "second\n");
  await open(url);
});

test.run();
