/** A TCP proxy on loopback that breaks connections on request, to stand for a network. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** More connections than this are refused, so a test that reconnects without end is noticed. */
const MAX_CONNECTIONS = 200;

export interface Proxy {
  readonly port: number;
  /** How many connections are open, and how many there have ever been. */
  readonly open: number;
  readonly accepted: number;
  /** Bytes passed on, by direction. */
  readonly bytes: { readonly toServer: number; readonly toClient: number };
  /** The URL of the server, with the proxy's port in place of its own. */
  through(url: string): string;
  /** New connections go to another server from now on, as when an address moves; open ones stay. */
  toward(serverPort: number): void;
  /** Resets every open connection; new ones are welcome. */
  cut(): void;
  /** Every piece of data waits this long before it is passed on, in both directions. */
  delay(milliseconds: number): void;
  /** Nothing is passed on and nothing is closed, as when a cable is pulled. */
  stall(): void;
  /** New connections are refused; open ones stay. */
  refuse(): Promise<void>;
  /** Ends `delay`, `stall` and `refuse`. */
  resume(): Promise<void>;
  /** Sends an end of data to that side of each open connection, while the other direction still works. */
  halfClose(side: "client" | "server"): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

interface Weather {
  delay: number;
  stalled: boolean;
  readonly bytes: { toServer: number; toClient: number };
}

export async function startProxy(serverPort: number): Promise<Proxy> {
  const pairs = new Set<Pair>();
  const weather: Weather = { delay: 0, stalled: false, bytes: { toServer: 0, toClient: 0 } };
  let accepted = 0;
  let target = serverPort;
  const listener = createServer({ allowHalfOpen: true }, accept);
  const port = await listen(listener, 0);

  function accept(client: Socket): void {
    accepted += 1;
    if (pairs.size >= MAX_CONNECTIONS) return void client.resetAndDestroy();
    const server = connect({ host: "127.0.0.1", port: target, allowHalfOpen: true });
    const pair = { client, server };
    pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => drop(pair));
    }
    void pass(client, server, weather, (size) => (weather.bytes.toServer += size));
    void pass(server, client, weather, (size) => (weather.bytes.toClient += size));
  }
  /** A connection whose one end broke is broken for the other end as well. */
  function drop(pair: Pair): void {
    pairs.delete(pair);
    if (!pair.client.destroyed) pair.client.destroy();
    if (!pair.server.destroyed) pair.server.destroy();
  }
  function cut(): void {
    for (const pair of [...pairs]) {
      reset(pair.client);
      reset(pair.server);
    }
  }
  async function refuse(): Promise<void> {
    if (listener.listening) listener.close();
  }
  return {
    port,
    get open() {
      return pairs.size;
    },
    get accepted() {
      return accepted;
    },
    bytes: weather.bytes,
    through: (url) => withPort(url, port),
    toward: (other) => void (target = other),
    cut,
    delay: (milliseconds) => void (weather.delay = milliseconds),
    stall: () => void (weather.stalled = true),
    refuse,
    resume: async () => {
      weather.delay = 0;
      weather.stalled = false;
      if (!listener.listening) await listen(listener, port);
    },
    halfClose: (side) => {
      for (const pair of pairs) pair[side].end();
    },
    close: async () => {
      await refuse();
      cut();
    },
  };
}

/** A socket whose end is under way can't be reset: Node would lose its handle, and wait for it as the process ends, for ever. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** One piece is in flight at a time, so a slow or stalled reader slows the writer down and memory stays bounded. */
async function pass(from: Socket, to: Socket, weather: Weather, count: (size: number) => void): Promise<void> {
  try {
    for await (const piece of from as AsyncIterable<Buffer>) {
      if (weather.delay > 0) await sleep(weather.delay);
      while (weather.stalled && !to.destroyed) await sleep(5);
      if (to.destroyed) return;
      if (to.writableEnded) continue;
      count(piece.length);
      if (!to.write(piece)) await drained(to);
    }
    to.end();
  } catch {
    // The socket broke; its "close" event drops the pair.
  }
}

/** Or closed. */
async function drained(socket: Socket): Promise<void> {
  const seen = new AbortController();
  const { signal } = seen;
  try {
    await Promise.race([once(socket, "drain", { signal }), once(socket, "close", { signal })]);
  } finally {
    seen.abort();
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return address.port;
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.hostname = "127.0.0.1";
  changed.port = String(port);
  return changed.href;
}
