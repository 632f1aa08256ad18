import { connect, createServer, type Socket } from "node:net";

/** Stands between capture and Redis, to cut connections at chosen places. */
export interface Proxy {
  readonly url: string;
  /** Cuts the replication link right behind the next occurrence of the text in the stream, once. */
  cutAfter(text: string): void;
  /** Cuts all connections. */
  cutAll(): void;
  /** Passes nothing on any more, without closing. */
  freeze(): void;
  /** What clients sent, all connections together. */
  sent(): string;
  close(): Promise<void>;
}

export async function startProxy(port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let sent = "";
  let cut: string | undefined;
  let frozen = false;

  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    let isLink = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (bytes) => {
      const text = bytes.toString("latin1");
      isLink ||= text.includes("PSYNC");
      sent += text;
      if (!frozen) upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      if (frozen) return;
      const at = isLink && cut !== undefined ? bytes.indexOf(cut, 0, "latin1") : -1;
      if (at < 0 || cut === undefined) return void client.write(bytes);
      client.end(bytes.subarray(0, at + cut.length));
      cut = undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `redis://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    cutAfter: (text) => void (cut = text),
    cutAll: () => sockets.forEach((socket) => socket.destroy()),
    freeze: () => void (frozen = true),
    sent: () => sent,
    close() {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
