import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { EXIT, StartupError } from "../errors.ts";
import type { Health } from "./health.ts";
import type { Metrics } from "./metrics.ts";

export interface HttpOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly project: string;
  readonly release: string;
  readonly health: Health;
  readonly metrics: Metrics;
  /** Brings gauges up to date that cost a question to Redis; called before metrics are shown. */
  readonly refresh: () => Promise<void>;
}

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `/metrics`, `/healthz`, `/readyz` and a status page at `/`. Rejects with `StartupError` when the port is taken. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const server = createServer((request, response) => void answer(options, request, response));
  await listen(server, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new StartupError(
          "RDI5001",
          EXIT.configuration,
          `Port ${port} can't be opened: ${error.message}.`,
          "Choose another with --port N; 0 takes any free port.",
          error,
        ),
      ),
    );
    server.listen(port, () => resolve());
  });
}

async function answer(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "/").split("?")[0];
  switch (path) {
    case "/healthz":
      return send(response, 200, "application/json", JSON.stringify({ alive: true }));
    case "/readyz":
      return sendReadiness(options.health, response);
    case "/metrics":
      return sendMetrics(options, response);
    case "/":
      return send(response, 200, "text/html; charset=utf-8", statusPage(options));
    default:
      return send(response, 404, "text/plain", "Here are /metrics, /healthz, /readyz and a status page at /.\n");
  }
}

function sendReadiness(health: Health, response: ServerResponse): void {
  const reasons = health.reasons();
  const ready = Object.keys(reasons).length === 0;
  send(response, ready ? 200 : 503, "application/json", JSON.stringify(ready ? { ready } : { ready, reasons }));
}

async function sendMetrics(options: HttpOptions, response: ServerResponse): Promise<void> {
  // Numbers that Redis can't give now stay as they were.
  await options.refresh().catch(() => undefined);
  send(response, 200, options.metrics.registry.contentType, await options.metrics.registry.metrics());
}

function statusPage({ project, release, health }: HttpOptions): string {
  const reasons = Object.entries(health.reasons());
  const state =
    reasons.length === 0 ? "ready" : `not ready: ${reasons.map(([part, reason]) => `${part}: ${reason}`).join("; ")}`;
  const tables = Object.entries(health.status()).map(([part, lines]) => {
    const rows = Object.entries(lines).map(
      ([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(String(value))}</td></tr>`,
    );
    return `<h2>${escaped(part)}</h2><table>${rows.join("")}</table>`;
  });
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>${escaped(project)}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:60rem}th{text-align:left;padding-right:2rem;font-weight:normal;color:#555}h2{font-size:1rem;margin-bottom:0}</style>
<h1>${escaped(project)}</h1><p>${escaped(state)} · release ${escaped(release.slice(0, 12))} · <a href="/metrics">metrics</a></p>${tables.join("")}
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}
