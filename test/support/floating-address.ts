/** An address that leads to one server now and to another one later, as a DNS name or a virtual IP does. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface FloatingAddress {
  readonly url: string;
  /** New connections lead there; those that are open are cut. */
  pointTo(port: number): void;
  close(): void;
}

export async function floatingAddress(first: number): Promise<FloatingAddress> {
  const sockets = new Set<Socket>();
  let port = first;
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay(true));
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pointTo: (next) => {
      port = next;
      cut();
    },
    close: () => {
      server.close();
      cut();
    },
  };
}
