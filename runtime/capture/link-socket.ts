import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { coerceError } from "../errors.ts";
import { unreachable } from "./link-errors.ts";
import { describeAddress, type RedisAddress } from "./redis-url.ts";

/** A connection that is first read piece by piece, then flows. Every read fails once the connection has. */
export interface LinkSocket {
  send(words: readonly string[]): void;
  /** The next line without its end; keepalives (empty lines) before it are skipped. */
  line(): Promise<string>;
  /** The next `count` bytes. */
  exactly(count: number): Promise<Buffer>;
  /** Whatever comes next, at least one byte. */
  some(): Promise<Buffer>;
  /** Puts bytes back in front. */
  unread(bytes: Buffer): void;
  /** From now on everything goes to `consume`, which must not wait. */
  flow(consume: (chunk: Buffer) => void): void;
  /** Resolves, with the reason, when the connection has ended for whatever cause. */
  readonly ended: Promise<Error>;
  destroy(reason: Error): void;
}

export interface SocketLimits {
  readonly connectMs: number;
  /** Without a byte for so long, keepalives included, the connection counts as dead. */
  readonly silenceMs: number;
}

export async function openLinkSocket(address: RedisAddress, limits: SocketLimits): Promise<LinkSocket> {
  const socket = await connected(address, limits.connectMs);
  socket.setNoDelay(true);
  return readable(socket, limits.silenceMs, describeAddress(address));
}

function connected(address: RedisAddress, connectMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { host, port } = address;
    const socket = address.tls
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) }, done)
      : connectTcp({ host, port }, done);
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${connectMs} ms`)), connectMs);
    socket.once("error", failed);

    function done() {
      clearTimeout(timer);
      socket.off("error", failed);
      resolve(socket);
    }
    function failed(error: Error) {
      clearTimeout(timer);
      reject(unreachable(describeAddress(address), error));
    }
  });
}

function readable(socket: Socket, silenceMs: number, address: string): LinkSocket {
  let held: Buffer[] = [];
  let consume: ((chunk: Buffer) => void) | undefined;
  let wake: (() => void) | undefined;
  let failure: Error | undefined;
  let lastByte = performance.now();
  let settle: (reason: Error) => void = () => undefined;
  const ended = new Promise<Error>((resolve) => (settle = resolve));

  const watchdog = setInterval(
    () => {
      if (performance.now() - lastByte > silenceMs) lose(new Error(`no byte for ${silenceMs} ms`));
    },
    Math.min(1000, silenceMs / 4),
  );
  socket.on("data", (chunk) => {
    lastByte = performance.now();
    if (consume === undefined) {
      held.push(chunk);
      wake?.();
    } else deliver(chunk);
  });
  socket.on("error", lose);
  socket.once("close", () => lose(new Error("the server closed the connection")));

  function lose(reason: Error) {
    fail(unreachable(address, reason));
  }
  function fail(reason: Error) {
    if (failure !== undefined) return;
    failure = reason;
    clearInterval(watchdog);
    socket.destroy();
    settle(failure);
    wake?.();
  }
  function deliver(chunk: Buffer) {
    try {
      if (failure === undefined) consume?.(chunk);
    } catch (thrown) {
      fail(coerceError(thrown));
    }
  }
  async function some(): Promise<Buffer> {
    while (held.length === 0) {
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    const bytes = held.length === 1 ? held[0] : Buffer.concat(held);
    held = [];
    return bytes ?? Buffer.alloc(0);
  }
  function unread(bytes: Buffer) {
    if (bytes.length > 0) held.unshift(bytes);
  }
  async function line(): Promise<string> {
    let bytes: Buffer = Buffer.alloc(0);
    for (;;) {
      bytes = bytes.length === 0 ? await some() : Buffer.concat([bytes, await some()]);
      let start = 0;
      while (bytes[start] === 0x0a) start++;
      bytes = bytes.subarray(start);
      const end = bytes.indexOf("\r\n");
      if (end >= 0) {
        unread(bytes.subarray(end + 2));
        return bytes.toString("latin1", 0, end);
      }
    }
  }
  async function exactly(count: number): Promise<Buffer> {
    let bytes: Buffer = Buffer.alloc(0);
    while (bytes.length < count) bytes = Buffer.concat([bytes, await some()]);
    unread(bytes.subarray(count));
    return bytes.subarray(0, count);
  }
  return {
    send: (words) => void socket.write(encodeCommand(words)),
    line,
    exactly,
    some,
    unread,
    flow(consumer) {
      consume = consumer;
      const early = held;
      held = [];
      for (const chunk of early) deliver(chunk);
    },
    ended,
    destroy: fail,
  };
}

function encodeCommand(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join("")}`;
}
