import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../../../runtime/errors.ts";
import { placeOf, readUrl } from "../../../../runtime/sinks/sqlserver/url-options.ts";

const read = (url: string, token?: string) => readUrl("db", url, token);

function problemOf(url: string): StartupError {
  try {
    read(url);
  } catch (error) {
    if (error instanceof StartupError) return error;
  }
  throw new Error(`${url} was taken`);
}

test("a connection is encrypted and its certificate is looked at, unless the url says otherwise", () => {
  const { server, options, authentication, place } = read("mssql://sa:p%40ss@db.example/shop");
  assert.is(server, "db.example");
  assert.is(options.database, "shop");
  assert.is(options.port, 1433);
  assert.is(options.encrypt, true);
  assert.is(options.trustServerCertificate, false);
  assert.equal(authentication, { type: "default", options: { userName: "sa", password: "p@ss" } });
  assert.is(place, "db.example:1433/shop");
});

test("options have the names of connection strings, whatever their case", () => {
  const { options } = read(
    "sqlserver://u:p@h:1500/d?Encrypt=strict&trustservercertificate=Yes&hostNameInCertificate=db&MultiSubnetFailover=true",
  );
  assert.is(options.encrypt, "strict");
  assert.is(options.trustServerCertificate, true);
  assert.is(options.serverName, "db");
  assert.is(options.multiSubnetFailover, true);
  assert.is(options.port, 1500);
});

test("a named instance is looked up and has no port", () => {
  const { options, place } = read("mssql://u:p@h/d?instance=SQLEXPRESS");
  assert.is(options.instanceName, "SQLEXPRESS");
  assert.is(options.port, undefined);
  assert.is(place, "h\\SQLEXPRESS/d");
});

test("a domain means NTLM", () => {
  const { authentication } = read("mssql://u:p@h/d?domain=CORP");
  assert.equal(authentication, { type: "ntlm", options: { domain: "CORP", userName: "u", password: "p" } });
});

test("a token stands for a login", () => {
  const { authentication } = read("mssql://h/d", "tok");
  assert.equal(authentication, { type: "azure-active-directory-access-token", options: { token: "tok" } });
});

for (const [name, type] of [
  ["ActiveDirectoryDefault", "azure-active-directory-default"],
  ["azure-active-directory-default", "azure-active-directory-default"],
  ["ActiveDirectoryManagedIdentity", "azure-active-directory-msi-vm"],
  ["Active Directory Default", "azure-active-directory-default"],
] as const) {
  test(`authentication=${name} is ${type}`, () => {
    const { authentication } = read(`mssql://h/d?clientId=c&authentication=${encodeURIComponent(name)}`);
    assert.equal(authentication, { type, options: { clientId: "c" } });
  });
}

test("a service principal is the url's user, and needs its tenant", () => {
  const { authentication } = read("mssql://app:s@h/d?authentication=ActiveDirectoryServicePrincipal&tenantId=t");
  assert.equal(authentication, {
    type: "azure-active-directory-service-principal-secret",
    options: { clientId: "app", clientSecret: "s", tenantId: "t" },
  });
  assert.match(problemOf("mssql://app:s@h/d?authentication=ActiveDirectoryServicePrincipal").hint, /tenantId/);
});

for (const [url, says] of [
  ["postgres://h/d", /can't be read/],
  ["not a url", /can't be read/],
  ["mssql://h/d?encrypt=maybe", /encrypt=maybe/],
  ["mssql://h/d?trustServerCertificate=1", /trustServerCertificate=1/],
  ["mssql://h/d?sslmode=require", /sslmode/],
  ["mssql://h/d?ca=/no/such/file.pem", /no such file|no\/such\/file/],
  ["mssql://h/d?authentication=kerberos", /authentication=kerberos/],
] as const) {
  test(`${url} is refused with what is wrong, and without its login`, () => {
    const problem = problemOf(url.replace("://h", "://user:hidden@h"));
    assert.match(problem.message, says);
    assert.is(problem.code, "RDI5001");
    assert.not.match(problem.message + problem.hint, /hidden/);
  });
}

test("what is shown of a url is no login", () => {
  assert.is(placeOf("mssql://sa:secret@h:1444/d?x=y"), "h:1444/d");
  assert.is(placeOf("http://h"), undefined);
});

test.run();
