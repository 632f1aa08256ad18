import type { LinkSocket } from "./link-socket.ts";

const MARK_LENGTH = 40;

/** Reads the snapshot that follows +FULLRESYNC and forgets it. The stream begins right behind. */
export async function drainSnapshot(socket: LinkSocket): Promise<void> {
  const header = await socket.line();
  const [, mark, length] = /^\$(?:EOF:(.{40})|(\d+))$/.exec(header) ?? [];
  if (mark !== undefined) return drainToMark(socket, Buffer.from(mark, "latin1"));
  if (length !== undefined) return drainBytes(socket, Number(length));
  throw new Error(`the server sent ${JSON.stringify(header.slice(0, 60))} instead of a snapshot`);
}

/** The mark may arrive in pieces, so the last bytes of one chunk are searched again with the next. */
async function drainToMark(socket: LinkSocket, mark: Buffer): Promise<void> {
  let tail: Buffer = Buffer.alloc(0);
  for (;;) {
    const bytes = Buffer.concat([tail, await socket.some()]);
    const at = bytes.indexOf(mark);
    if (at >= 0) return socket.unread(bytes.subarray(at + MARK_LENGTH));
    tail = bytes.subarray(Math.max(0, bytes.length - MARK_LENGTH + 1));
  }
}

async function drainBytes(socket: LinkSocket, length: number): Promise<void> {
  let left = length;
  while (left > 0) {
    const bytes = await socket.some();
    if (bytes.length > left) socket.unread(bytes.subarray(left));
    left -= Math.min(left, bytes.length);
  }
}
