import { test } from "uvu";
import * as assert from "uvu/assert";
import { createServer, type Socket } from "node:net";
import { openLinkSocket } from "../../../runtime/capture/link-socket.ts";
import { drainSnapshot } from "../../../runtime/capture/snapshot.ts";

const LIMITS = { connectMs: 1000, silenceMs: 5000 };
const MARK = "m".repeat(40);

/** What is left of the bytes, sent in pieces of the given size, when the snapshot in front of them was drained. */
async function leftBehind(bytes: string, piece: number, expected: number): Promise<string> {
  const server = createServer((socket) => void sendPieces(socket, Buffer.from(bytes, "latin1"), piece));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const socket = await openLinkSocket(
    { host: "127.0.0.1", port, tls: false, username: undefined, password: undefined, database: 0 },
    LIMITS,
  );
  try {
    await drainSnapshot(socket);
    return (await socket.exactly(expected)).toString("latin1");
  } finally {
    socket.destroy(new Error("done"));
    server.close();
  }
}

async function sendPieces(socket: Socket, bytes: Buffer, piece: number): Promise<void> {
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  for (let at = 0; at < bytes.length; at += piece) {
    socket.write(bytes.subarray(at, at + piece));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("a snapshot up to a mark ends exactly there, however it is cut", async () => {
  const body = `REDIS0010${"m".repeat(39)}x\r\n`;
  for (const piece of [1, 7, 39, 40, 41, 10_000]) {
    assert.is(
      await leftBehind(`\n\n$EOF:${MARK}\r\n${body}${MARK}*1\r\n$4\r\nPING\r\n`, piece, 14),
      "*1\r\n$4\r\nPING\r\n",
    );
  }
});

test("a snapshot of a given length ends exactly there, keepalives before it do not count", async () => {
  for (const piece of [1, 5, 10_000]) {
    assert.is(await leftBehind("\n$11\r\nREDIS\r\n\nxyz*1\r\n$4\r\nPING\r\n", piece, 14), "*1\r\n$4\r\nPING\r\n");
  }
});

test("something else than a snapshot is refused", async () => {
  try {
    await leftBehind("+OK\r\n", 100, 1);
    assert.unreachable();
  } catch (error) {
    assert.match(String(error), /instead of a snapshot/);
  }
});

test.run();
