/** A worker that reaches Redis by TLS alone. */
import { spawnSync } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { temporaryFolder } from "../setup/servers.mjs";
import { startWorker } from "../support/bundle.ts";
import { startNode } from "../support/processes.ts";
import { setShop, shopIsEqual } from "../support/stage.ts";
import { seedKeys } from "../support/traffic.ts";

const folder = temporaryFolder("tls");
const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
const made = spawnSync("openssl", [
  ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate],
  ...["-subj", "/CN=redis", "-addext", "subjectAltName=IP:127.0.0.1"],
]);
if (made.status !== 0) throw new Error(`openssl made no certificate: ${String(made.stderr)}`);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

test("the link and all other connections go by TLS, to a server whose certificate Node is told to trust, and to no other", async () => {
  const port = await freePort();
  const files = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", certificate];
  const stage = await setShop({ args: ["--tls-port", String(port), ...files, "--tls-auth-clients", "no"] });
  try {
    await seedKeys(stage.redis, 200);
    const env = { ...stage.env, REDIS_URL: `rediss://127.0.0.1:${port}` };
    const stranger = startNode(stage.bundle, ["--port", "0"], { env });
    const { code } = await stranger.exit(20_000);
    assert.is(code, 3);
    assert.match(stranger.stderr(), /RDI5002: .*self.signed certificate/);

    const worker = await startWorker({ bundle: stage.bundle, env: { ...env, NODE_EXTRA_CA_CERTS: certificate } });
    await worker.ready();
    await shopIsEqual(stage);
    await stage.redis.hincrby("customer:1", "orders", 1);
    await shopIsEqual(stage);
    await worker.stop();
  } finally {
    await stage.close();
  }
});

test.run();
