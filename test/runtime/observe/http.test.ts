import { test } from "uvu";
import * as assert from "uvu/assert";
import { StartupError } from "../../../runtime/errors.ts";
import { createHealth, type Health } from "../../../runtime/observe/health.ts";
import { startHttp, type HttpServer } from "../../../runtime/observe/http.ts";
import { createMetrics } from "../../../runtime/observe/metrics.ts";

test("a worker that is alive says so, and a ready one has no reason not to be", async () => {
  await withServer(async (server) => {
    assert.equal(await get(server, "/healthz"), { status: 200, body: '{"alive":true}' });
    assert.equal(await get(server, "/readyz"), { status: 200, body: '{"ready":true}' });
  });
});

test("a worker that is not ready says which part is why, and is alive all the same", async () => {
  await withServer(async (server, health) => {
    health.ask("capture", () => "capture is attaching");
    health.ask("orders.db", () => undefined);
    assert.equal(await get(server, "/readyz"), {
      status: 503,
      body: '{"ready":false,"reasons":{"capture":"capture is attaching"}}',
    });
    assert.is((await get(server, "/healthz")).status, 200);
  });
});

test("metrics keep the names that existing dashboards know", async () => {
  await withServer(async (server) => {
    const { status, body } = await get(server, "/metrics");
    assert.is(status, 200);
    for (const name of ["rdi_incoming_entries", "rdi_engine_state", "rdi_stream_event_latency_ms"])
      assert.match(body, `# TYPE ${name} gauge`);
  });
});

test("metrics are shown although the backlog can't be asked for", async () => {
  const refresh = (): Promise<void> => Promise.reject(new Error("Redis is away"));
  await withServer(async (server) => assert.is((await get(server, "/metrics")).status, 200), refresh);
});

test("the status page shows the parts, and text from outside can't become markup", async () => {
  await withServer(async (server, health) => {
    health.show("<b>orders</b>", () => ({ "lane 0": "running" }));
    const { body } = await get(server, "/");
    assert.match(body, "lane 0");
    assert.match(body, "&#60;b&#62;orders");
    assert.not.match(body, "<b>orders");
  });
});

test("another path names those that exist", async () => {
  await withServer(async (server) => {
    const { status, body } = await get(server, "/metric");
    assert.is(status, 404);
    assert.match(body, "/metrics, /healthz, /readyz");
  });
});

test("a port that is taken is an error that says what to do", async () => {
  await withServer(async ({ port }) => {
    const error = await startHttp(options(port)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.instance(error, StartupError);
    assert.match(error instanceof StartupError ? error.hint : "", "--port");
  });
});

function options(port: number, health: Health = createHealth(), refresh = async () => undefined as void) {
  return { port, project: "shop", release: "abc", health, metrics: createMetrics(), refresh };
}

async function withServer(
  work: (server: HttpServer, health: Health) => Promise<void>,
  refresh?: () => Promise<void>,
): Promise<void> {
  const health = createHealth();
  const server = await startHttp(options(0, health, refresh));
  try {
    await work(server, health);
  } finally {
    await server.close();
  }
}

async function get({ port }: HttpServer, path: string): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: await response.text() };
}

test.run();
