/** Packets of TDS 7.4, [MS-TDS] 2.2.3: a header of 8 bytes, then a part of a message. */

/** The kinds of messages that a client sends. */
export const KIND = { batch: 1, rpc: 3, attention: 6, bulk: 7, transaction: 14, login: 16, prelogin: 18 } as const;

const RESPONSE = 4;
const END_OF_MESSAGE = 1;
const HEADER = 8;
const MAX_PACKET = 4096;

export interface Message {
  readonly kind: number;
  readonly body: Buffer;
}

/** Puts messages together from what a socket brings. */
export function messageReader(done: (message: Message) => void): (chunk: Buffer) => void {
  let unread = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= HEADER && unread.length >= unread.readUInt16BE(2)) {
      const length = unread.readUInt16BE(2);
      const [kind, status] = [unread.readUInt8(0), unread.readUInt8(1)];
      parts.push(unread.subarray(HEADER, length));
      unread = unread.subarray(length);
      if ((status & END_OF_MESSAGE) === 0) continue;
      const body = Buffer.concat(parts);
      parts = [];
      done({ kind, body });
    }
  };
}

/** A response in packets. Without an end it is one that breaks off. */
export function packetsOf(body: Buffer, isWhole = true): Buffer {
  const packets: Buffer[] = [];
  const most = MAX_PACKET - HEADER;
  for (let at = 0; at === 0 || at < body.length; at += most) {
    const part = body.subarray(at, at + most);
    const isLast = at + most >= body.length;
    const header = Buffer.alloc(HEADER);
    header.writeUInt8(RESPONSE, 0);
    header.writeUInt8(isLast && isWhole ? END_OF_MESSAGE : 0, 1);
    header.writeUInt16BE(part.length + HEADER, 2);
    header.writeUInt8((packets.length + 1) % 256, 6);
    packets.push(header, part);
  }
  return Buffer.concat(packets);
}
